import type { Agency, Registry } from '@signet/contracts/registry';

type Content = Pick<Registry, 'agencies' | 'proofing' | 'bff' | 'printer' | 'issuer'>;

/** What of a change people will notice, by the field that changed. */
// prettier-ignore
const consequences: Readonly<Record<string, string>> = {
  jwks:            'people are shown the new key before they share',
  jwksThumbprints: 'people are shown the new key before they share',
  clientSecret:    'people are shown the new digest before they share',
  encryptionKey:   'people are shown the new key before they share',
  attributes:      'people are asked anew where what they agreed to changed',
  delivery:        'people are asked anew',
  sector:          'people get another identifier there: their accounts at the agency are lost',
  redirectUris:    'requests that use an address taken out are refused',
};

/** What signing would change: one line per field, with what it means for people. */
export function compare(before: Content | undefined, after: Content): readonly string[] {
  const lines: string[] = [];
  for (const field of ['issuer', 'proofing', 'bff', 'printer'] as const) {
    if (JSON.stringify(before?.[field]) !== JSON.stringify(after[field]))
      lines.push(`~ ${field}: changed`);
  }
  const known = new Map(before?.agencies.map((agency) => [agency.clientId, agency]));
  for (const agency of after.agencies) {
    const old = known.get(agency.clientId);
    if (old === undefined) lines.push(`+ ${agency.clientId}: new`);
    else lines.push(...changesOf(old, agency));
    known.delete(agency.clientId);
  }
  for (const clientId of known.keys()) lines.push(`- ${clientId}: taken out; it is refused`);
  return lines;
}

function changesOf(before: Agency, after: Agency): string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof Agency>;
  return [...fields].flatMap((field) => {
    const [was, is] = [JSON.stringify(before[field]), JSON.stringify(after[field])];
    if (was === is) return [];
    const means = consequences[field];
    return [`~ ${after.clientId} ${field}: ${means ?? `${was ?? 'nothing'} → ${is ?? 'nothing'}`}`];
  });
}
