import type { HandOff } from '@signet/contracts/hand-off';
import { call, type CallProblem } from '../../app/call.ts';
import { toBase64url } from '../../app/base64url.ts';
import { agreeWithPhone, type Half } from './agreement.ts';
import { deriveHandOff, hashOfLink, newSecret, type HandOffSecret } from './secret.ts';

export const lookEveryMs = 2_000;

/** A hand-off whose link went to a phone by text message, and this computer's part in agreeing on a secret with it. */
export type Texted = { readonly handOff: HandOff; readonly half: Half; readonly phone: string };

export type Shown = {
  readonly handOff: HandOff;
  /** What the QR code says; undefined where a text message was sent. */
  readonly address: string | undefined;
  /** Undefined until the phone that got a text message has shown its key. */
  readonly secret: HandOffSecret | undefined;
  /** The first that a phone showed. This computer's own is known from then on, so any other is somebody's who had time to choose it. */
  readonly phoneKey: string | null;
  /** An earlier code of this session was still good: its secret went with the page that showed it. */
  readonly replaces: boolean;
};
export type Watched =
  | { readonly state: 'beginning' }
  | { readonly state: 'shown'; readonly shown: Shown }
  | { readonly state: 'over'; readonly why: 'expired' | 'stopped' }
  | { readonly state: 'failed'; readonly problem: CallProblem };

/**
 * Begins a hand-off, or takes the one whose link was sent, and follows it until what is returned is called. A computer that slept looks
 * again when it wakes.
 */
export function watchHandOff(
  texted: Texted | undefined,
  show: (watched: Watched) => void,
): () => void {
  let current = true;
  let timer: ReturnType<typeof setTimeout>;
  const follow = async (shown: Shown) => {
    const looked = await call('readHandOff', {});
    if (!current) return;
    const found = looked.ok ? looked.value.handOff : shown.handOff;
    if (!looked.ok && looked.error.code === 'signed_out')
      return show({ state: 'failed', problem: looked.error });
    if (found === null || found.id !== shown.handOff.id)
      return show({ state: 'over', why: 'expired' });
    if (found.state === 'stopped') return show({ state: 'over', why: 'stopped' });
    const phoneKey = shown.phoneKey ?? found.phoneKey;
    if (texted !== undefined && found.phoneKey !== phoneKey)
      return show({ state: 'over', why: 'stopped' });
    const secret = shown.secret ?? (await agreed(texted, phoneKey));
    if (!current) return;
    const next = { ...shown, secret, phoneKey, handOff: found };
    show({ state: 'shown', shown: next });
    if (found.state !== 'complete') timer = setTimeout(() => void follow(next), lookEveryMs);
  };
  const begin = async () => {
    const begun = texted === undefined ? await beginByCode() : byText(texted);
    if (!current) return;
    show(begun);
    if (begun.state === 'shown') timer = setTimeout(() => void follow(begun.shown), lookEveryMs);
  };
  // After this turn: a page that is taken down at once begins nothing.
  timer = setTimeout(() => void begin(), 0);
  return () => {
    current = false;
    clearTimeout(timer);
  };
}

async function beginByCode(): Promise<Watched> {
  const before = await call('readHandOff', {});
  const bytes = newSecret();
  const secret = await deriveHandOff(bytes);
  const begun = await call('beginHandOff', { linkHash: await hashOfLink(secret.link) });
  if (!begun.ok) return { state: 'failed', problem: begun.error };
  const address = `${location.origin}/hand-off#token=${toBase64url(bytes)}`;
  const replaces = before.ok && isAlive(before.value.handOff);
  const shown = { address, secret, phoneKey: null, handOff: begun.value, replaces };
  return { state: 'shown', shown };
}

function byText({ handOff }: Texted): Watched {
  const nothing = { address: undefined, secret: undefined, phoneKey: null, replaces: false };
  return { state: 'shown', shown: { ...nothing, handOff } };
}

/** The phone's key is there: this computer's may be shown, because it was committed to in the message. */
async function agreed(
  texted: Texted | undefined,
  phoneKey: string | null,
): Promise<HandOffSecret | undefined> {
  if (texted === undefined || phoneKey === null) return undefined;
  try {
    const secret = await deriveHandOff(await agreeWithPhone(texted.half, phoneKey));
    const shown = await call('showHandOffKey', { key: texted.half.publicKey });
    return shown.ok ? secret : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(handOff: HandOff | null): boolean {
  return handOff !== null && handOff.state !== 'stopped';
}
