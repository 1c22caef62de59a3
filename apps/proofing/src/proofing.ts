import type { Profile } from '@signet/contracts/policy/profile';
import type { Registry } from '@signet/contracts/registry';
import type { ProofingKeys } from './keys/proofing-keys.ts';
import type { Sources } from './sources/sources.ts';

/** What every step may reach. There is no store among it, and that is the point (ZONE-2). */
export type Proofing = {
  readonly keys: ProofingKeys;
  readonly registry: Registry;
  readonly sources: Sources;
  readonly profile: Profile;
  readonly now: () => Date;
};
