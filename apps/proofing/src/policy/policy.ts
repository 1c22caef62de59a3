import type { FactKind } from '@signet/contracts/facts';

/** What a level takes, as data that a reviewer can read. */
export type Policy = {
  readonly name: string;
  /** Years; SP 800-63A leaves it to the service. */
  readonly minimumAge: number;
  /** Days for which a credential is valid once it is issued. */
  readonly credentialDays: number;
  /** Facts that end it, whatever else is true. */
  readonly refusedBy: readonly { readonly kind: FactKind; readonly result: 'yes' | 'no' }[];
  /** Tried in order; the first that is satisfied gives level and pathway. */
  readonly pathways: readonly Pathway[];
};

export type Pathway = {
  readonly name: string;
  readonly level: string;
  /** Every one of these facts must be `yes`, by one of the methods, and no older than its age. */
  readonly needs: readonly Need[];
  /** What the credential says was looked at. */
  readonly evidence: readonly string[];
};

export type Need = {
  readonly kind: FactKind;
  readonly methods: readonly string[];
  readonly maxAgeDays: number;
};
