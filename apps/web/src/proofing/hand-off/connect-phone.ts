import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../../app/call.ts';
import { isNoAnswer } from '../../app/no-answer.ts';
import { agreeWithComputer, newHalf } from './agreement.ts';
import { deriveHandOff, type HandOffSecret } from './secret.ts';

export type Redeemed = ReplyOf<typeof operationTable.redeemHandOff>;

export type Connected =
  | { readonly at: 'comparing'; readonly secret: HandOffSecret; readonly connected: Redeemed }
  | { readonly at: 'void' | 'stopped' }
  /** Nothing was begun: the link may still work. */
  | { readonly at: 'not-yet'; readonly problem: CallProblem };

const lookEveryMs = 1_000;

/** Undefined where the link is over. */
export async function redeem(
  link: string,
  phoneKey?: string,
): Promise<Result<Redeemed | undefined, CallProblem>> {
  const key = phoneKey === undefined ? {} : { phoneKey };
  const redeemed = await call('redeemHandOff', { link, ...key });
  if (redeemed.ok) return redeemed;
  return redeemed.error.code === 'link_expired' ? ok(undefined) : redeemed;
}

/** Takes the link, so that nobody else can; answers with what was wrong where it may still work. */
export async function takeToStop(link: string): Promise<CallProblem | undefined> {
  const taken = await redeem(link);
  if (!taken.ok) return taken.error;
  // Where it is over, a yes of before may have taken it, whose answer is still on its way.
  await call('stopHandOff', {});
  return undefined;
}

/** At the phone, by text message: agrees with the computer that the message stands for, which needs its page open for that. */
export async function connectPhone(commitment: Uint8Array<ArrayBuffer>): Promise<Connected> {
  const half = await newHalf();
  const { link } = await deriveHandOff(commitment);
  const redeemed = await redeem(link, half.publicKey);
  if (!redeemed.ok) return { at: 'not-yet', problem: redeemed.error };
  const connected = redeemed.value;
  if (connected === undefined) return { at: 'void' };
  const computer = await computerKey();
  if (computer === undefined) return { at: 'void' };
  try {
    const secret = await deriveHandOff(await agreeWithComputer(half, computer, commitment));
    return { at: 'comparing', secret, connected };
  } catch {
    // Somebody answered who is not the computer that sent the message.
    await call('stopHandOff', {});
    return { at: 'stopped' };
  }
}

/** Asked for until it is there; undefined when the hand-off is over before. */
async function computerKey(): Promise<string | undefined> {
  for (;;) {
    const shown = await call('readHandOffKey', {});
    if (shown.ok && shown.value.computerKey !== null) return shown.value.computerKey;
    const isOver =
      !shown.ok && !isNoAnswer(shown.error) && shown.error.code !== 'temporarily_unavailable';
    if (isOver) return undefined;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
