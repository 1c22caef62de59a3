import type { Profile } from '@signet/contracts/policy/profile';
import type { Registry } from '@signet/contracts/registry';
import type { LetterSetting } from './sources/deployment.ts';
import type { Attempts } from './count-attempts.ts';
import type { ReadingRoom } from './examine/reading-room.ts';
import type { ProofingKeys } from './keys/proofing-keys.ts';
import type { Sources } from './sources/sources.ts';

/** What every step may reach. There is no store among it but counts without a value (PROOF-8, PROOF-34, PROOF-35), and that is the point (ZONE-2). */
export type Proofing = {
  readonly keys: ProofingKeys;
  readonly registry: Registry;
  readonly sources: Sources;
  readonly profile: Profile;
  readonly letters: LetterSetting;
  readonly now: () => Date;
  /** The answer to a check of information leaves only at every so many milliseconds (PROOF-5). */
  readonly answerEveryMs: number;
  readonly ssnAttempts: Attempts;
  readonly documentAttempts: Attempts;
  readonly numberAttempts: Attempts;
  readonly codeAttempts: Attempts;
  readonly codesOfPhone: Attempts;
  readonly readingRoom: ReadingRoom;
};

/** What lasts from start to stop; each step opens its own way to the sources, with its own budget of time. */
export type Installation = Omit<Proofing, 'sources'> & { readonly openSources: () => Sources };
