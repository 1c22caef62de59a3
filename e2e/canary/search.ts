import type { Pattern } from './patterns.ts';

export type Finding = Pick<Pattern, 'personaId' | 'attribute' | 'encoding'> & {
  readonly offset: number;
};

/** Finds every pattern in any bytes, in one pass: a table over the first four bytes decides where to look closer. */
export function searcher(patterns: readonly Pattern[]): (haystack: Buffer) => Finding[] {
  const mayBegin = new Uint8Array(1 << 16);
  const byHead = new Map<number, Pattern[]>();
  for (const pattern of patterns) {
    const head = pattern.bytes.readUInt32LE(0);
    mayBegin[slot(head)] = 1;
    byHead.set(head, [...(byHead.get(head) ?? []), pattern]);
  }

  return (haystack) => {
    const findings: Finding[] = [];
    let head = 0;
    for (let at = 0; at < haystack.length; at += 1) {
      // The four bytes that end here, first byte lowest, as readUInt32LE sees them.
      head = ((head >>> 8) | ((haystack[at] ?? 0) << 24)) >>> 0;
      if (at < 3 || mayBegin[slot(head)] === 0) continue;
      const offset = at - 3;
      for (const pattern of byHead.get(head) ?? []) {
        if (haystack.subarray(offset, offset + pattern.bytes.length).equals(pattern.bytes)) {
          const { personaId, attribute, encoding } = pattern;
          findings.push({ personaId, attribute, encoding, offset });
        }
      }
    }
    return findings;
  };
}

function slot(head: number): number {
  return Math.imul(head, 0x9e3779b1) >>> 16;
}
