import type { FactKind } from '../facts.ts';

/** A fact that must be `yes`, by one of the methods. */
export type Requirement = { readonly kind: FactKind; readonly methods: readonly string[] };

type EvidenceRow = {
  /** Whether there are steps by which an applicant can present it. */
  readonly taken: boolean;
  /** All of these make it count: presented, genuine, and validated with the issuer or by its signature (SP 800-63A-4 §2.4). */
  readonly counts: readonly Requirement[];
  /** Any of these shows that it is the applicant's own (SP 800-63A-4 §4.2.6). */
  readonly verified: readonly Requirement[];
};

const byComparison: Requirement = {
  kind: 'evidence_verified',
  methods: ['visual-comparison', 'face-comparison'],
};

/**
 * Every kind of evidence and what makes it count. `decide()` knows classes and rows, never a kind of document: to accept another one
 * is to add a row here, its class in each profile, and the steps that make its facts.
 */
// prettier-ignore
export const evidenceKinds = {
  state_id: {
    taken: true,
    counts: [
      { kind: 'evidence_presented',  methods: ['pdf417-aamva'] },
      { kind: 'evidence_consistent', methods: ['pdf417-aamva'] },
      { kind: 'evidence_authentic',  methods: ['document-checker'] },
      { kind: 'evidence_validated',  methods: ['dldv'] },
    ],
    // `letter-code`: to the very address that the evidence bears. A code to another address shows nothing of the evidence.
    verified: [{ kind: 'address_confirmed', methods: ['letter-code'] }, byComparison],
  },
  phone_account: {
    taken: true,
    counts: [
      { kind: 'phone_owned',         methods: ['carrier-name-match'] },
      { kind: 'phone_line_bound',    methods: ['carrier-line-type'] },
    ],
    verified: [{ kind: 'address_confirmed',  methods: ['sms-code', 'voice-code'] }],
  },
  passport: {
    taken: false,
    counts: [
      { kind: 'evidence_presented',  methods: ['mrz'] },
      { kind: 'evidence_consistent', methods: ['mrz'] },
      { kind: 'evidence_authentic',  methods: ['document-checker'] },
      { kind: 'evidence_validated',  methods: ['state-department'] },
    ],
    verified: [byComparison],
  },
  passport_chip: {
    taken: false,
    counts: [
      { kind: 'evidence_presented', methods: ['icao-chip'] },
      { kind: 'evidence_authentic', methods: ['issuer-signature'] },
    ],
    verified: [byComparison],
  },
  mobile_license: {
    taken: false,
    counts: [
      { kind: 'evidence_presented', methods: ['mdoc'] },
      { kind: 'evidence_authentic', methods: ['issuer-signature'] },
    ],
    verified: [{ kind: 'evidence_verified', methods: ['device-signature'] }],
  },
  piv_card: {
    taken: false,
    counts: [
      { kind: 'evidence_presented', methods: ['piv'] },
      { kind: 'evidence_authentic', methods: ['issuer-signature'] },
    ],
    verified: [{ kind: 'evidence_verified', methods: ['device-signature'] }],
  },
} as const satisfies Record<string, EvidenceRow>;

export type EvidenceKind = keyof typeof evidenceKinds;
export const evidenceKindNames = Object.keys(evidenceKinds) as [EvidenceKind, ...EvidenceKind[]];
