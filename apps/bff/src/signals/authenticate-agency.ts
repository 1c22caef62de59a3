import { decodeJwt, decodeProtectedHeader } from 'jose';
import { agreementHolds, type Agency } from '@signet/contracts/agency';
import { signaturesOfProfile } from '@signet/contracts/agency-keys';
import { verifyByAgency } from '../agencies/agency-keys.ts';
import { findAgency } from '../agencies/find-agency.ts';
import { isSignedFor } from '../agencies/signed-for.ts';
import type { Bff } from '../bff.ts';
import { takeOnce } from './take-once.ts';

const longestLifeSeconds = 300;

/**
 * The agency that sends `Authorization: Bearer`, a client assertion as at the token endpoint (RFC 7523 §3): signed by a key of
 * its registration, for this very address, good for minutes and once.
 */
export async function authenticateAgency(
  bff: Bff,
  authorization: string | undefined,
  url: string,
  /** Whether it is heard outside the dates of its agreement as well. */
  always = false,
): Promise<Agency | undefined> {
  const assertion = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
  if (assertion === undefined) return undefined;
  try {
    const agency = findAgency(bff.registry, decodeJwt(assertion).iss);
    if (agency === undefined) return undefined;
    if (!isSignedFor('client-authentication+jwt', decodeProtectedHeader(assertion).typ))
      return undefined;
    if (!always && !agreementHolds(agency, bff.now())) return undefined;
    const { jti = '', exp = 0 } = await verifyByAgency(bff, agency, assertion, {
      algorithms: [...signaturesOfProfile[agency.profile]],
      issuer: agency.clientId,
      subject: agency.clientId,
      audience: url,
      requiredClaims: ['exp', 'iat', 'jti'],
      currentDate: new Date(bff.now()),
      clockTolerance: 10,
      maxTokenAge: longestLifeSeconds,
    });
    if (exp * 1_000 > bff.now() + 2 * longestLifeSeconds * 1_000) return undefined;
    const first = bff.db.transaction((tx) =>
      takeOnce(tx, agency.clientId, `assertion ${jti}`, bff.now() + 3_600_000),
    );
    return first ? agency : undefined;
  } catch {
    return undefined;
  }
}
