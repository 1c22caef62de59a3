/** How the pages say a text: the catalogue's test compares what these find with every entry. */
const forms = [/\b(?:t|msg|_)\(\s*\{\s*id: '([^']+)'/g, /<Trans\s+id="([^"]+)"/g];

/** The ids of all texts that a source says. */
export function idsSaid(source: string): readonly string[] {
  const ids = forms.flatMap((form) => [...source.matchAll(form)].map(([, id = '']) => id));
  return [...new Set(ids)].sort();
}
