import type { Bff } from '../bff.ts';
import { openRowText, type Place } from '../keys/seal-row.ts';
import type { SealedText } from '../keys/seal-text.ts';

type Opened = { readonly sealed: SealedText; readonly text: string; readonly at: number };

/** In ms: long enough to go on from a token to userinfo. */
const keptForMs = 60_000;

/**
 * Opens grants, each of which the token request asks for and userinfo right after it. What was opened counts for this very ciphertext
 * at this very place, for a minute: a row that was changed or moved is opened like any other, and one that is gone is not asked for. It is kept as
 * text, as the engine changes what it is given. No value stands in a grant: it says which account agreed to which claims.
 */
export function createOpenedGrants({ now }: Pick<Bff, 'now'>, most = 1_000) {
  const opened = new Map<Place, Opened>();
  const forgetOld = () => {
    for (const [oldest, { at }] of opened) {
      if (opened.size <= most && now() - at < keptForMs) return;
      opened.delete(oldest);
    }
  };
  return (secret: string | Buffer, place: Place, sealed: SealedText): unknown => {
    forgetOld();
    const known = opened.get(place);
    if (known?.sealed === sealed) return JSON.parse(known.text);
    const text = openRowText(secret, place, sealed);
    // A map keeps the order in which its places came.
    opened.delete(place);
    opened.set(place, { sealed, text, at: now() });
    forgetOld();
    return JSON.parse(text);
  };
}
