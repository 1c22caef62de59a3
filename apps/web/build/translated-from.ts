type Texts = ReadonlyMap<string, string>;
/** By id: the digest of the English text, and that of what was written of it. */
export type TranslatedFrom = Readonly<Record<string, string>>;

async function digest(text = ''): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes, 0, 5)].map((one) => one.toString(16).padStart(2, '0')).join('');
}

/** Those whose English is not what they were translated from (LANG-3). */
export const outdated = (english: Texts, from: TranslatedFrom) => differing(english, from, 0);

/**
 * Those whose translation is not the one that was noted. Left so, it would look as if it had changed with its English when that changes next,
 * and would be found no more (LANG-3).
 */
export const unnoted = (translated: Texts, from: TranslatedFrom) => differing(translated, from, 1);

async function differing(
  texts: Texts,
  from: TranslatedFrom,
  which: 0 | 1,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [id, text] of texts)
    if (from[id]?.split(' ')[which] !== (await digest(text))) ids.push(id);
  return ids;
}

/**
 * What is noted after somebody translated: all that is new, and all whose translation changed with its English. Where only the English
 * changed, it stays outdated, unless whoever looked says that the translation is right as it stands.
 */
export async function noted(
  english: Texts,
  translated: Texts,
  from: TranslatedFrom,
  stillRight: readonly string[],
): Promise<TranslatedFrom> {
  const notes: Record<string, string> = {};
  for (const [id, text] of english) {
    const now = [await digest(text), await digest(translated.get(id))] as const;
    const before = from[id];
    const isUntouched = before?.split(' ')[1] === now[1] && !stillRight.includes(id);
    notes[id] = before !== undefined && isUntouched ? before : now.join(' ');
  }
  return notes;
}
