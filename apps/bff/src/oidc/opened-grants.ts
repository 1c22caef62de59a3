import { openRowText, type Place } from '../keys/seal-row.ts';
import type { SealedText } from '../keys/seal-text.ts';

/**
 * Opens grants, each of which the token request asks for and userinfo right after it. What was opened counts for this very ciphertext
 * at this very place: a row that was changed or moved is opened like any other, and one that is gone is not asked for. It is kept as
 * text, as the engine changes what it is given. No value stands in a grant: it says which account agreed to which claims.
 */
export function createOpenedGrants(most = 1_000) {
  const opened = new Map<Place, { readonly sealed: SealedText; readonly text: string }>();
  return (secret: string | Buffer, place: Place, sealed: SealedText): unknown => {
    const known = opened.get(place);
    if (known?.sealed === sealed) return JSON.parse(known.text);
    const text = openRowText(secret, place, sealed);
    const [oldest] = opened.size < most ? [] : opened.keys();
    if (oldest !== undefined) opened.delete(oldest);
    opened.set(place, { sealed, text });
    return JSON.parse(text);
  };
}
