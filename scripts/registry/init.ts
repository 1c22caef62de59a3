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
  const short = name.replaceAll(/[^a-z0-9-]/gi, '-').toLowerCase();
  const file = path.join(folder, `${short}.json`);
  const today = new Date().toISOString().slice(0, 10);
  const entry = {
    clientId,
    sector: short.length < 2 ? `agency-${short}` : short.slice(0, 60),
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
      if (cause.code === 'ENOENT')
        throw new Error(
          `there is no folder ${folder}, which sources.json names as that of the agencies’ files.`,
        );
      if (cause.code !== 'EEXIST') throw cause;
      throw new Error(
        `${file} is there already: nothing was written. Mend it, or take it away first.`,
      );
    },
  );
  return file;
}
