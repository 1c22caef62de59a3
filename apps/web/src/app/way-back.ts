import type { Agency } from '@signet/contracts/registry';
import { call } from './call.ts';
import { mustBeListed, resume } from './interaction.ts';

/**
 * Where somebody goes who does not go on: the agency's open request is answered with "no" (`access_denied`); where none is open, its own page
 * for that is next, and where the answer leads nowhere that the agency is, too.
 */
export async function wayBack(uid: string | undefined, agency: Agency): Promise<URL> {
  const refused = uid === undefined ? undefined : await call('refuseConsent', {}, { uid });
  const next = refused?.ok === true ? await resume(refused.value.resume) : undefined;
  if (next?.ok !== true) return new URL(agency.failureUri);
  try {
    mustBeListed(next.value, agency.redirectUris);
    return next.value;
  } catch {
    return new URL(agency.failureUri);
  }
}
