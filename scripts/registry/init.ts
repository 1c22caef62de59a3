import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { agencySchema } from '@signet/contracts/agency';
import { claimNames } from '@signet/contracts/claims';

/**
 * Begins the file of a new agency. What nobody but the agency can say is left empty, so that `validate` asks for it line by
 * line; nothing is guessed.
 */
export async function initAgency(
  folder: string,
  clientId: string,
  origin: string,
): Promise<string> {
  if (!v.safeParse(agencySchema.pipe[0].entries.clientId, clientId).success)
    throw new Error(
      `"${clientId}" cannot be a client identifier: 3 to 200 letters, digits and . : _ -`,
    );
  const name = clientId.split(/[:/]/).at(-1) ?? clientId;
  const file = path.join(folder, `${name.replaceAll(/[^a-z0-9-]/gi, '-').toLowerCase()}.json`);
  const today = new Date().toISOString().slice(0, 10);
  const entry = {
    clientId,
    sector: name.replaceAll(/[^a-z0-9-]/gi, '-').toLowerCase(),
    name: { en: '' },
    homepage: origin,
    initiateLoginUri: origin,
    failureUri: origin,
    redirectUris: [`${origin}/callback`],
    postLogoutRedirectUris: [origin],
    profile: 'standard',
    delivery: 'split-code',
    certificates: [''],
    attributes: claimNames.slice(0, 2).map((claim) => ({
      claim,
      purpose: { en: '' },
      retention: { en: '' },
      required: true,
    })),
    agreement: { from: today, until: '' },
  };
  await writeFile(file, `${JSON.stringify(entry, undefined, 2)}\n`, { flag: 'wx' }).catch(
    (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') throw cause;
      throw new Error(
        `${file} is there already: nothing was written. Mend it, or take it away first.`,
      );
    },
  );
  return file;
}
