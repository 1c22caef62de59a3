import type { Anomaly, Subfile } from './card.ts';

export type SplitPayload = {
  readonly issuerNumber: string;
  readonly version: number;
  readonly subfiles: readonly Subfile[];
  readonly anomalies: readonly Anomaly[];
};

/**
 * The header of Annex D.12.3: file type, six-digit issuer, version, jurisdiction version (absent in version 1), number of
 * entries. Old cards say AAMVA where newer ones say "ANSI ".
 */
const header = /(?:ANSI ?|AAMVA)(\d{6})(\d{2})(?:(\d{2})(\d{2})(?=[A-Z]{2})|(\d{2})(?=[A-Z]{2}))/;
const separators = /[\n\r\u001e\u001c|]+/;
const elementId = /^[A-Z][A-Z0-9]{2}/;
const licence = /^(DL|ID|EN)/;

/**
 * Cuts a payload into subfiles and elements (Annex D.12.4, D.12.5). It goes by the element ids, not by the directory's
 * offsets: on sample cards those are more often wrong than right (`corpus.test.ts`). Undefined when there is no AAMVA header.
 */
export function splitPayload(text: string): SplitPayload | undefined {
  const found = header.exec(text);
  if (found === null) return undefined;
  const anomalies = new Set<Anomaly>();
  if (found.index > 0 && !/^\uFEFF?@[\s\S]{0,6}$/.test(text.slice(0, found.index)))
    anomalies.add('bytes_before_header');
  if (!text.slice(0, found.index).includes('@')) anomalies.add('no_compliance_indicator');
  const version = Number(found[2]);
  if (version < 1 || version > 12) anomalies.add('version_unknown');

  const afterHeader = text.slice(found.index + found[0].length);
  const directory = /^(?:[A-Z]{2}\d{8})+/.exec(afterHeader)?.[0] ?? '';
  if (directory === '') anomalies.add('directory_unreadable');
  else if (!directoryAgrees(directory, text)) anomalies.add('directory_disagrees');
  // A directory that cannot be read is passed over up to the designator that opens the first subfile.
  const body =
    directory === ''
      ? afterHeader.replace(/^(?:DL|ID|EN)[^A-Z\n\r|]+/, '')
      : afterHeader.slice(directory.length);
  const firstType = directory.slice(0, 2) || (licence.exec(afterHeader)?.[0] ?? 'DL');
  return {
    issuerNumber: found[1] ?? '',
    version,
    subfiles: splitSubfiles(body, firstType, anomalies),
    anomalies: [...anomalies],
  };
}

function splitSubfiles(body: string, firstType: string, anomalies: Set<Anomaly>): Subfile[] {
  const subfiles: { type: string; elements: [string, string][] }[] = [
    { type: firstType, elements: [] },
  ];
  for (const line of body.split(separators)) {
    let rest = line;
    const current = subfiles.at(-1);
    if (current === undefined) break;
    // A line may open a subfile: its two letters, then the first element.
    const opening = /^([A-Z]{2})(?=([A-Z][A-Z0-9]{2}))/.exec(rest);
    const type = opening?.[1] ?? '';
    const opensLicence = licence.test(type) && opening?.[2]?.startsWith('D') === true;
    const opensPrivate = type.startsWith('Z') && opening?.[2]?.startsWith(type) === true;
    if (opensLicence || opensPrivate) {
      rest = rest.slice(2);
      if (current.elements.length === 0) current.type = type;
      else subfiles.push({ type, elements: [] });
    }
    const id = elementId.exec(rest)?.[0];
    if (id === undefined) {
      if (rest.trim() !== '') anomalies.add('text_without_element');
      continue;
    }
    subfiles.at(-1)?.elements.push([id, rest.slice(3)]);
  }
  return subfiles;
}

/** D.12.4: every entry's offset should point at the letters of its subfile. */
function directoryAgrees(directory: string, text: string): boolean {
  const entries = directory.match(/.{10}/g) ?? [];
  return entries.every((entry) => text.startsWith(entry.slice(0, 2), Number(entry.slice(2, 6))));
}
