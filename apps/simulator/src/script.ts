import * as v from 'valibot';
import { claimNames, type ClaimName } from '@signet/contracts/claims';

/** What somebody does with one authorization request. */
export const scriptSchema = v.strictObject({
  /** Where the agency's application sends the browser, to sign in or out. */
  url: v.pipe(v.string(), v.url(), v.maxLength(16_000)),
  /** Who they are: an `id` of `GET /people`. */
  person: v.optional(v.string(), 'quillon'),
  /** To the question what to share, or whether to sign out; `leave` closes the tab, so that nothing ever comes back. */
  answer: v.optional(v.picklist(['yes', 'no', 'leave']), 'yes'),
  /** False: they do not go on where they would have to prove who they are, and do what `answer` says of "no" or of leaving. */
  proves: v.optional(v.boolean(), true),
  /** Optional claims that they leave switched off. */
  withhold: v.optional(v.array(v.picklist(claimNames)), []),
  /** `new`: one in which they are not signed in. */
  browser: v.optional(v.picklist(['same', 'new']), 'same'),
  /** How long they think before they answer. */
  afterMs: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(120_000)), 0),
});

export type Script = v.InferOutput<typeof scriptSchema>;

export type Deed = 'signed-up' | 'signed-in' | 'proved' | 'shared' | 'signed-out';

/** What became of it. */
export type Outcome = {
  /** `returned`: the browser was sent to `location`, which is the agency's. `left`: by the person. `stopped`: by Signet. */
  readonly ended: 'returned' | 'left' | 'stopped';
  /** Where to go on in the test: the redirect URI, with `code` or `error`. Where Signet stopped them, the way back that its page offers. */
  readonly location: string | null;
  readonly did: readonly Deed[];
  /** Names of what they agreed to share. */
  readonly shared: readonly ClaimName[];
  /** What kept them from it: a step of proofing and its result, or a word of Signet. */
  readonly because: string | null;
};
