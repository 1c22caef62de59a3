import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ApplicationId } from '@signet/contracts/ids';
import { castVote } from '../proofing/review/cast-vote.ts';
import type { Vote } from '../proofing/review/votes.ts';
import { testOperators, type House } from './house.ts';

export type TestOperator = { readonly name: string; readonly key: KeyObject };

/** Somebody with a key of their own, whom the deployment names unless a test says otherwise. */
export function operator(name: string, known = true): TestOperator {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  if (known) testOperators[name] = publicKey.export({ format: 'jwk' }) as never;
  return { name, key: privateKey };
}

let two: readonly TestOperator[] | undefined;

/** Two of them, the same ones every time, say the same of a parked application. */
export function decideReview({ bff }: House, id: ApplicationId, vote: Vote): void {
  two ??= [operator('first'), operator('second')];
  for (const who of two) castVote(bff, id, who, vote, bff.now());
}
