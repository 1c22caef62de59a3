import { asOf, isAge } from '@signet/contracts/ages';
import { credential, type ClaimName } from '@signet/contracts/claims';
import { topUpAudience, topUpNonce } from '@signet/contracts/proofing-wire';
import { failed, ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { registry } from '../app/registry.ts';
import { openReply, sealRequest } from '../proofing/seal-request.ts';
import { addCopies, credentialsIn, hidesAll, type HeldCredential } from '../vault/credentials.ts';
import { disclosuresOf, sdJwt, signWith } from '../vault/sd-jwt.ts';
import { isGenuine } from './is-genuine.ts';
import { newHolderKey } from './holder-key.ts';
import { placeOf } from './status.ts';

type Copies = readonly HeldCredential[];

/**
 * AGENCY-20: the copies, with enough of them unused that this agency gets one that no other has seen. More are fetched when few
 * are left; that this fails matters only when there is none, or an age is shown. A copy that says openly what is disclosed one by one counts
 * as none, and is good only to be signed again (AGENCY-2), and so does one that denies an age which was reached since, where ages are shown
 * (AGENCY-53). The bff's clock is ahead of this device's by `clockAhead` milliseconds.
 */
export async function enoughCopies(
  held: Copies,
  clientId: string,
  clockAhead: number,
  shown: readonly ClaimName[] = [],
  isForShow: (copies: Copies) => boolean | Promise<boolean> = oneInEight,
): Promise<Result<Copies, CallProblem>> {
  const whole = held.filter(hidesAll);
  const showsAge = shown.some(isAge);
  const copies = showsAge ? await truthful(whole, new Date(Date.now() + clockAhead)) : whole;
  const unused = copies.filter(({ usedFor }) => usedFor === null).length;
  const isKnown = copies.some(({ usedFor }) => usedFor === clientId);
  const isEnough = isKnown || unused > credential.fewCopies;
  if (isEnough && !(showsAge && (await isForShow(copies)))) return ok(copies);
  const from = whole.length > 0 ? whole : held;
  const more = await topUp(from, clockAhead, showsAge ? whole : []);
  if (!more.ok) return unused > 0 && !showsAge ? ok(copies) : more;
  const used = copies.filter(({ usedFor }) => usedFor !== null);
  return ok([...more.value, ...(showsAge ? used : copies)]);
}

/**
 * Of the copies that there are now, those that say what the person saw these say: they may have been fetched since, in another tab or for a yes
 * whose answer got lost, and stand in the place of these.
 */
export async function copiesLike(seen: Copies, clockAhead: number): Promise<Copies> {
  const [held] = seen;
  if (held === undefined) return seen;
  const now = new Date(Date.now() + clockAhead);
  const saidBy = async (one: HeldCredential) =>
    sorted({ ...asOf(await disclosuresOf(one.credential), now), batch: one.batch });
  const wanted = await saidBy(held);
  const current = await credentialsIn();
  const said = await Promise.all(current.map(saidBy));
  const alike = current.filter((_one, at) => said[at] === wanted);
  return alike.length > 0 ? alike : seen;
}

/**
 * Copies that are fetched before they are few would tell the bff of a birthday, with sealed delivery too. So now and then they are fetched
 * for anybody of whom an age is shown, and where they cannot be had nothing is shared either. Drawn from what the bff does not know, for a
 * day by this device's clock: whoever tries again after a refusal fetches again, as somebody with a birthday does.
 */
async function oneInEight([first]: Copies): Promise<boolean> {
  const day = new Date().toISOString().slice(0, 10);
  const seed = new TextEncoder().encode(`${first?.holderKey.d} ${day}`);
  const [drawn = 0] = new Uint8Array(await crypto.subtle.digest('SHA-256', seed));
  return drawn < 32;
}

async function truthful(copies: Copies, now: Date): Promise<Copies> {
  const said = await Promise.all(copies.map((one) => disclosuresOf(one.credential)));
  return copies.filter((_one, at) => isSoOn(said[at] ?? {}, now));
}

function isSoOn(said: Readonly<Record<string, unknown>>, now: Date): boolean {
  return sorted(said) === sorted(asOf(said, now));
}

/** Proofing signs what it signed before for further keys: shown one copy, whole, by its holder. Nothing of it is new but an age that was reached. */
async function topUp(
  copies: Copies,
  clockAhead: number,
  instead: Copies,
): Promise<Result<Copies, CallProblem>> {
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
  const now = new Date(Date.now() + clockAhead);
  const asBefore = await Promise.all(fresh.map((one) => saysTheSame(one, held, now)));
  if (fresh.length !== holderKeys.length || asBefore.includes(false) || !fresh.every(hidesAll))
    return failed({ type: 'problem', code: 'temporarily_unavailable' });
  const written = await addCopies(fresh, held, instead);
  return written.ok ? ok(fresh) : written;
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

/** Genuine, and word for word what the person holds already, but for the age that they have by the birth date that they hold. */
async function saysTheSame(
  fresh: HeldCredential,
  held: HeldCredential,
  now: Date,
): Promise<boolean> {
  const said = await disclosuresOf(fresh.credential);
  const before = await disclosuresOf(held.credential);
  return sorted(said) === sorted(asOf(before, now)) && isGenuine(fresh);
}

function sorted(claims: Readonly<Record<string, unknown>>): string {
  const kept = Object.entries(claims).filter(([name]) => !ownOfEachCopy.has(name));
  return JSON.stringify(kept.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
