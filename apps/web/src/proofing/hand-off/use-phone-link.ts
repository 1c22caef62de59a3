import { useEffect, useRef, useState } from 'react';
import { ok } from '@signet/contracts/result';
import { call, type CallProblem } from '../../app/call.ts';
import { agencyOf } from '../../app/registry.ts';
import { takeFragment } from '../../app/take-token.ts';
import { connectPhone, redeem, takeToStop, type Redeemed } from './connect-phone.ts';
import { deriveHandOff, readSecret, type HandOffSecret } from './secret.ts';
import { inOurLanguage } from '../../app/in-our-language.ts';

export type Stage =
  | { readonly at: 'reading' | 'agreeing' | 'void' | 'stopped' | 'done' }
  /** By text message: nothing is begun before the person says that they asked for it. */
  | {
      readonly at: 'asked';
      readonly commitment: Uint8Array<ArrayBuffer>;
      /** What was wrong when they said so. */
      readonly problem?: CallProblem;
    }
  /** `connected`: the link is spent already. */
  | {
      readonly at: 'comparing';
      readonly secret: HandOffSecret;
      readonly connected: Redeemed | undefined;
    }
  | {
      readonly at: 'taking';
      readonly secret: HandOffSecret;
      readonly id: string;
      readonly agency: string | undefined;
    };

/** At the phone, which is not signed in: what the link says, and what the person has said to it (PROOF-13). */
export function usePhoneLink() {
  const [stage, setStage] = useState<Stage>({ at: 'reading' });
  /** Whatever is answered later to what was pressed before: who stopped has stopped. */
  const goTo = (next: Stage) => setStage((now) => (now.at === 'stopped' ? now : next));
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void readFragment().then(setStage);
  }, []);

  /** By text message: agrees with the computer, which needs its page open for that. */
  const connect = async (commitment: Uint8Array<ArrayBuffer>) => {
    goTo({ at: 'agreeing' });
    const next = await connectPhone(commitment);
    goTo(next.at === 'not-yet' ? { at: 'asked', commitment, problem: next.problem } : next);
  };
  /** Answers with what was wrong where the link may still work. */
  const goOn = async ({ secret, connected }: Extract<Stage, { at: 'comparing' }>) => {
    const redeemed = connected === undefined ? await redeem(secret.link) : ok(connected);
    if (!redeemed.ok) return redeemed.error;
    if (redeemed.value === undefined) return goTo({ at: 'void' });
    // The link is spent: where the agency's name cannot be read yet, the next press goes on from here.
    goTo({ at: 'comparing', secret, connected: redeemed.value });
    const { id, agencyClientId } = redeemed.value;
    const agency = agencyClientId === null ? undefined : await agencyOf(agencyClientId);
    goTo({ at: 'taking', secret, id, agency: inOurLanguage(agency?.name) });
  };
  /** Takes the link too, where it is not spent, so that nobody else can. */
  const stop = async (from: Extract<Stage, { at: 'asked' | 'comparing' }>) => {
    const link =
      from.at === 'asked' ? (await deriveHandOff(from.commitment)).link : from.secret.link;
    const isTaken = from.at === 'comparing' && from.connected !== undefined;
    if (isTaken) await call('stopHandOff', {});
    const problem = isTaken ? undefined : await takeToStop(link);
    if (problem === undefined) setStage({ at: 'stopped' });
    return problem;
  };
  return { stage, connect, goOn, stop, done: () => goTo({ at: 'done' }) };
}

async function readFragment(): Promise<Stage> {
  const fragment = takeFragment();
  const secret = readSecret(fragment.get('token') ?? '');
  if (secret !== undefined)
    return { at: 'comparing', secret: await deriveHandOff(secret), connected: undefined };
  const commitment = readSecret(fragment.get('text') ?? '');
  return commitment === undefined ? { at: 'void' } : { at: 'asked', commitment };
}
