import { createHash, randomBytes, subtle } from 'node:crypto';
import { SDJwtInstance } from '@sd-jwt/core';
import type { JWK } from 'jose';
import { credential } from '@signet/contracts/claims';
import type { EvidenceAttributes, PostalAddress } from '@signet/contracts/person';
import { yearsOld } from '../years-old.ts';
import type { Proofing } from '../proofing.ts';

export type VerifiedApplicant = {
  readonly accountId: string;
  readonly attributes: EvidenceAttributes;
  /** The validated one: of the evidence, or what the applicant stated. */
  readonly address: PostalAddress;
  readonly ssn: string;
  /** Absent after a letter. */
  readonly phone?: string;
  readonly level: string;
  readonly pathway: string;
  readonly evidence: readonly string[];
};

const day = 86_400;

/**
 * One SD-JWT (RFC 9901), bound to one holder key. Times are cut to the day, so that copies of one batch do not show that they
 * belong together by their second; salts are fresh for every copy.
 */
export async function signCredential(
  { keys, registry, profile }: Proofing,
  applicant: VerifiedApplicant,
  holderKey: JWK,
  now: Date,
): Promise<string> {
  const issuer = new SDJwtInstance({
    hasher: (data) =>
      createHash('sha256')
        .update(typeof data === 'string' ? data : new Uint8Array(data))
        .digest(),
    hashAlg: 'sha-256',
    saltGenerator: () => randomBytes(16).toString('base64url'),
    signAlg: 'ES256',
    signer: async (data) =>
      Buffer.from(
        await subtle.sign(
          { name: 'ECDSA', hash: 'SHA-256' },
          keys.credential.key,
          Buffer.from(data),
        ),
      ).toString('base64url'),
  });
  const today = Math.floor(now.getTime() / 1000 / day) * day;
  const { kty, crv, x, y } = holderKey;
  const hidden = disclosable(applicant, now);
  const payload = {
    iss: registry.issuer,
    iat: today,
    exp: today + profile.credentialDays * day,
    vct: credential.type,
    cnf: { jwk: { kty, crv, x, y } },
    level: applicant.level,
    pathway: applicant.pathway,
    verified_at: today,
    evidence: [...applicant.evidence],
    ...hidden,
  };
  return issuer.issue(
    payload as Record<string, unknown>,
    { _sd: credential.disclosable.filter((name) => name in hidden) } as never,
    {
      header: { typ: credential.headerType, kid: keys.credential.kid },
    },
  );
}

/** The attributes, in the names and forms that OpenID Connect agencies expect; SSN with dashes, telephone in E.164. */
function disclosable(
  { accountId, attributes, address, ssn, phone }: VerifiedApplicant,
  now: Date,
): Partial<Record<(typeof credential.disclosable)[number], unknown>> {
  const { street, street2, city, region, postalCode } = address;
  const lines = [street, street2].filter((line) => line !== undefined).join('\n');
  const age = yearsOld(attributes.birthDate, now);
  return {
    given_name: attributes.givenName,
    family_name: attributes.familyName,
    birthdate: attributes.birthDate,
    address: {
      formatted: `${lines}\n${city}, ${region} ${postalCode}`,
      street_address: lines,
      locality: city,
      region,
      postal_code: postalCode,
      country: 'US',
    },
    social_security_number: `${ssn.slice(0, 3)}-${ssn.slice(3, 5)}-${ssn.slice(5)}`,
    ...(phone === undefined ? {} : { phone }),
    age_over_18: age >= 18,
    age_over_21: age >= 21,
    region_of_residence: region,
    account: accountId,
  };
}
