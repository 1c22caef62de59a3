import { base64url } from 'jose';
import type { InputOf, ReplyOf } from '@signet/contracts/operation';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';
import type { Store } from './honest-bff.ts';
import type { JourneyName } from './page.ts';
import type { World } from './world.ts';

/** What the browser fetches beside the table of operations. */
type Pages = { readonly '/registry.jws': string; readonly resume: { readonly location: string } };
export type Answering = OperationName | keyof Pages;
type Answer<At extends Answering> = At extends OperationName
  ? ReplyOf<(typeof operationTable)[At]>
  : At extends keyof Pages
    ? Pages[At]
    : never;
type Asked<At extends Answering> = At extends OperationName
  ? InputOf<(typeof operationTable)[At]>
  : undefined;
type Scene<At extends Answering> = {
  readonly honest: Answer<At>;
  readonly asked: Asked<At>;
  readonly world: World;
  readonly store: Store;
};

/** One answer of the bff, the `nth` to this question, and what a hostile one says in its place. */
export type Altered = {
  readonly at: Answering;
  readonly nth: number;
  readonly alter: (scene: Scene<never>) => unknown;
};

export type Attack = {
  readonly name: string;
  readonly gain: string;
  readonly stoppedBy: string;
  readonly during: JourneyName;
  readonly answer: Altered;
  /** What the app ends with: the code of a problem, or of what was thrown. */
  readonly refusedAs: string;
  /** Refused by its form already; all others have the form of an honest answer. */
  readonly malformed?: true;
};

export function answering<const At extends Answering>(
  at: At,
  alter: (scene: Scene<At>) => unknown,
  nth = 1,
): Altered {
  return { at, nth, alter: alter as Altered['alter'] };
}

/** The same bytes but for one bit, in base64url. */
export function flipped(text: string, at: number): string {
  const bytes = base64url.decode(text);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return base64url.encode(bytes);
}

/** Other bytes from `at` on, in base64url. */
export function overwritten(text: string, at: number, by: Uint8Array): string {
  const bytes = base64url.decode(text).slice();
  bytes.set(by, at);
  return base64url.encode(bytes);
}

/** Leads elsewhere; a look-alike there relays what the bff would have said. */
export function elsewhere(honest: unknown): Response {
  return new Response(typeof honest === 'string' ? honest : JSON.stringify(honest), {
    status: 307,
    headers: { location: 'https://signet.example.test.evil.example/' },
  });
}
