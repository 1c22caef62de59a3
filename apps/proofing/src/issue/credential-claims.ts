import { asOf } from '@signet/contracts/ages';
import { credential } from '@signet/contracts/claims';
import type { EvidenceAttributes, PostalAddress } from '@signet/contracts/person';
import type { Proofing } from '../proofing.ts';
import { dayOf, type CredentialClaims } from './sign-credential.ts';

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
  /** When the last code came back, or operators let it pass. */
  readonly verifiedAt: Date;
};

/** What was established about a person, as every copy of a first batch says it: of the same day, whenever it is asked for. */
export function credentialClaims(
  { registry, profile }: Proofing,
  applicant: VerifiedApplicant,
  now: Date,
): CredentialClaims {
  const verifiedAt = dayOf(applicant.verifiedAt);
  return {
    iss: registry.issuer,
    iat: dayOf(now),
    exp: verifiedAt + profile.credentialDays * 86_400,
    vct: credential.type,
    level: applicant.level,
    pathway: applicant.pathway,
    ...asOf(disclosable(applicant), now),
  };
}

/** The attributes, in the names and forms that OpenID Connect agencies expect; SSN with dashes, telephone in E.164. */
function disclosable({
  accountId,
  attributes,
  address,
  ssn,
  phone,
  verifiedAt,
  evidence,
}: VerifiedApplicant): Partial<Record<(typeof credential.disclosable)[number], unknown>> {
  const { street, street2, city, region, postalCode } = address;
  const lines = [street, street2].filter((line) => line !== undefined).join('\n');
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
    region_of_residence: region,
    verified_at: dayOf(verifiedAt),
    evidence: [...evidence],
    account: accountId,
  };
}
