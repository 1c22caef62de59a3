import * as v from 'valibot';
import { credential } from '@signet/contracts/claims';
import { statusReference } from '@signet/contracts/credential-status';
import { topUpNonce } from '@signet/contracts/proofing-wire';
import { failed, ok, type Result } from '@signet/contracts/result';
import { holderKeys, type Copy } from './copies.ts';
import { shownWhole, valuesIn } from './present.ts';
import type { Means } from './prove.ts';
import { sealRequest } from './seal-request.ts';

type With = Pick<Means, 'browser' | 'registry'>;
type Copies = readonly Copy[];
type Why = { readonly type: string };

/** AGENCY-20: the copy of one agency, and all there are then: of few that nobody has seen more are fetched first, as the pages do it. */
export async function ownCopy(
  means: With,
  held: Copies,
  clientId: string,
): Promise<Result<{ readonly copy: Copy; readonly copies: Copies }, Why>> {
  const known = held.find(({ usedFor }) => usedFor === clientId);
  if (known !== undefined) return ok({ copy: known, copies: held });
  const isUnused = ({ usedFor }: Copy) => usedFor === null;
  const more =
    held.filter(isUnused).length > credential.fewCopies
      ? ok<Copies>([])
      : await topUp(means, held[0]);
  const copies = more.ok ? [...held, ...more.value] : held;
  const unused = copies.find(isUnused);
  if (unused === undefined) return more.ok ? failed({ type: 'wrong_step' }) : more;
  const copy = { ...unused, usedFor: clientId };
  return ok({ copy, copies: copies.map((one) => (one === unused ? copy : one)) });
}

/** Proofing signs what it signed before for further keys: shown one copy, whole, by its holder. */
async function topUp(
  { browser, registry }: With,
  held: Copy | undefined,
): Promise<Result<Copies, Why>> {
  const { application } = await browser.must('readProofing', {});
  if (held === undefined || application === null) return failed({ type: 'wrong_step' });
  const step = 'top-up';
  const holders = await holderKeys();
  const presentation = await shownWhole(held, await topUpNonce(holders.jwks));
  const place = { applicationId: application.applicationId, step } as const;
  const input = { presentation, holderKeys: holders.jwks };
  const sealed = await sealRequest(registry, place, input, undefined);
  const shown = v.parse(statusReference, (await valuesIn(held))['status']);
  const relayed = await browser.ask('submitStep', { step, request: sealed.request, shown });
  if (!relayed.ok) return failed({ type: relayed.error.code });
  const { outcome } = await sealed.open(relayed.value.reply);
  return outcome.result === 'issued'
    ? ok(holders.copiesOf(outcome.credentials))
    : failed({ type: outcome.result });
}
