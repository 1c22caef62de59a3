import type { ClaimName } from './claims.ts';
import type { EvidenceKind } from './policy/evidence-kinds.ts';

/** Values of the registry of the eKYC & IDA working group: trust frameworks, evidence, check methods. */
export const trustFramework = 'nist_800_63A';

type Evidence = {
  readonly type: 'document' | 'electronic_record';
  readonly check_details: readonly { readonly check_method: string }[];
  readonly document_details?: { readonly type: string };
  readonly record?: { readonly type: string };
};

/**
 * Each kind of evidence in the words of OpenID Identity Assurance Schema Definition 1.0 §5.4: what it was and how it was
 * checked. `vri` an image was inspected, `data` compared with the issuer's records, `vcrypt` its signature verified, `auth` the
 * person showed that they control it.
 */
// prettier-ignore
export const evidenceShown: Readonly<Record<EvidenceKind, Evidence>> = {
  state_id:       { type: 'document',          check_details: checks('vri', 'data'),   document_details: { type: 'state_id' } },
  phone_account:  { type: 'electronic_record', check_details: checks('data', 'auth'),  record: { type: 'mobile_phone_account' } },
  passport:       { type: 'document',          check_details: checks('vri', 'data'),   document_details: { type: 'passport' } },
  passport_chip:  { type: 'document',          check_details: checks('vcrypt'),        document_details: { type: 'passport' } },
  mobile_license: { type: 'document',          check_details: checks('vcrypt'),        document_details: { type: 'driving_permit' } },
  piv_card:       { type: 'document',          check_details: checks('vcrypt'),        document_details: { type: 'piv_card' } },
};

/** What a credential says of itself: `level` and `pathway` openly, the rest where its holder shows it. */
export type CredentialFacts = {
  readonly level: string;
  readonly pathway: string;
  /** Seconds since the epoch. */
  readonly verified_at?: number;
  readonly evidence?: readonly string[];
};

/**
 * The `verification` of `verified_claims`: when and by what only where that was agreed to, as a claim of its own (AGENCY-30). The
 * assurance level is what policy reached, in its own word; only `ial2` is the word of SP 800-63A, and where it is not said it is not claimed.
 */
export function verificationOf(
  { level, pathway, verified_at: verifiedAt, evidence }: CredentialFacts,
  agreed: readonly ClaimName[],
): Record<string, unknown> {
  return {
    trust_framework: trustFramework,
    assurance_level: level,
    assurance_process: { policy: 'signet', procedure: pathway },
    ...(agreed.includes('verified_at') && verifiedAt !== undefined
      ? { time: `${new Date(verifiedAt * 1_000).toISOString().slice(0, 19)}Z` }
      : {}),
    ...(agreed.includes('evidence') && evidence !== undefined
      ? {
          evidence: evidence
            .filter((kind): kind is EvidenceKind => Object.hasOwn(evidenceShown, kind))
            .map((kind) => evidenceShown[kind]),
        }
      : {}),
  };
}

function checks(...methods: readonly string[]): readonly { readonly check_method: string }[] {
  return methods.map((method) => ({ check_method: method }));
}
