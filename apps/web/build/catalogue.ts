/** The texts of a catalogue (`messages.po`) as they are written, by their ids; long ones joined. */
export function textsIn(catalogue: string): ReadonlyMap<string, string> {
  const entries = catalogue
    .split(/\n\n+/)
    .slice(1)
    .filter((entry) => entry.includes('msgid'))
    .map((entry) => [field(entry, 'msgid'), field(entry, 'msgstr')] as const);
  const texts = new Map(entries);
  if (texts.size !== entries.length) throw new Error('a catalogue has an entry twice');
  return texts;
}

function field(entry: string, name: string): string {
  const lines = new RegExp(`^${name} ((?:".*"\\n?)+)`, 'm').exec(entry)?.[1] ?? '';
  return [...lines.matchAll(/".*"/g)].map(([line]) => JSON.parse(line) as string).join('');
}
