import { credential } from '@signet/contracts/claims';
import { topUpAudience, topUpNonce } from '@signet/contracts/proofing-wire';
import { failed, ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { registry } from '../app/registry.ts';
import { openReply, sealRequest } from '../proofing/seal-request.ts';
import { addCopies, hidesAll, type HeldCredential } from '../vault/credentials.ts';
import { disclosuresOf, sdJwt, signWith } from '../vault/sd-jwt.ts';
import { isGenuine } from './is-genuine.ts';
import { newHolderKey } from './holder-key.ts';
import { placeOf } from './status.ts';

type Copies = readonly HeldCredential[];

/**
 * AGENCY-20: the copies, with enough of them unused that this agency gets one that no other has seen. More are fetched when few
 * are left; that this fails matters only when there is none. A copy that says openly what is disclosed one by one counts as none, and is
 * good only to be signed again (AGENCY-2). The bff's clock is ahead of this device's by `clockAhead` milliseconds.
 */
export async function enoughCopies(
  held: Copies,
  clientId: string,
  clockAhead: number,
): Promise<Result<Copies, CallProblem>> {
  const copies = held.filter(hidesAll);
  const unused = copies.filter(({ usedFor }) => usedFor === null).length;
  const isKnown = copies.some(({ usedFor }) => usedFor === clientId);
  if (isKnown || unused > credential.fewCopies) return ok(copies);
  const more = await topUp(copies.length > 0 ? copies : held, clockAhead);
  return more.ok || unused === 0 ? more : ok(copies);
}

/** Proofing signs what it signed before for further keys: shown one copy, whole, by its holder. Nothing of it is new. */
async function topUp(copies: Copies, clockAhead: number): Promise<Result<Copies, CallProblem>> {
  const read = await call('readProofing', {});
  if (!read.ok) return read;
  const [held] = copies;
  const applicationId = read.value.application?.applicationId;
  if (held === undefined || applicationId === undefined)
    return failed({ type: 'problem', code: 'wrong_step' });

  const step = 'top-up';
  const holderKeys = await Promise.all(Array.from({ length: credential.copies }, newHolderKey));
  const publicKeys = holderKeys.map(({ kty, crv, x, y }) => ({ kty, crv, x, y }));
  const presentation = await shownWhole(
    held,
    await topUpNonce(publicKeys),
    Date.now() + clockAhead,
  );
  const { proofing } = await registry();
  const place = { applicationId, step } as const;
  const input = { presentation, holderKeys: publicKeys };
  const { request, replyKey } = await sealRequest(
    { ...proofing.encryptionKey },
    place,
    input,
    undefined,
  );
  const answer = await call('submitStep', {
    step,
    request,
    shown: await placeOf(held.credential),
  });
  if (!answer.ok) return answer;
  const { outcome } = await openReply(replyKey, place, answer.value.reply);
  replyKey.fill(0);
  if (outcome.result !== 'issued') return failed({ type: 'problem', code: 'wrong_step' });

  const fresh = holderKeys.flatMap((holderKey, at) => {
    const text = outcome.credentials[at];
    return text === undefined ? [] : [{ ...held, credential: text, holderKey, usedFor: null }];
  });
  const asBefore = await Promise.all(fresh.map((one) => saysTheSame(one, held)));
  if (fresh.length !== holderKeys.length || asBefore.includes(false) || !fresh.every(hidesAll))
    return failed({ type: 'problem', code: 'temporarily_unavailable' });
  const written = await addCopies(fresh, held);
  return written.ok ? ok([...fresh, ...copies.filter(hidesAll)]) : written;
}

async function shownWhole(held: HeldCredential, nonce: string, now: number): Promise<string> {
  const names = Object.keys(await disclosuresOf(held.credential));
  return sdJwt(await signWith(held.holderKey)).present(
    held.credential,
    Object.fromEntries(names.map((name) => [name, true])) as never,
    { kb: { payload: { iat: Math.floor(now / 1000), aud: topUpAudience, nonce } } },
  );
}

const ownOfEachCopy = new Set(['cnf', 'status', 'iat']);

/** Genuine, and word for word what the person holds already. */
async function saysTheSame(fresh: HeldCredential, held: HeldCredential): Promise<boolean> {
  const [now, before] = await Promise.all(
    [fresh, held].map(async (one) => sorted(await disclosuresOf(one.credential))),
  );
  return now === before && isGenuine(fresh);
}

function sorted(claims: Readonly<Record<string, unknown>>): string {
  const kept = Object.entries(claims).filter(([name]) => !ownOfEachCopy.has(name));
  return JSON.stringify(kept.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
