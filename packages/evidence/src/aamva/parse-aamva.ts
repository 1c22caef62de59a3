import type { AamvaCard, AamvaPayload, Anomaly, Truncation } from './card.ts';
import { jurisdictionByIin } from './issuers.ts';
import { readDate } from './read-date.ts';
import { readNames } from './read-names.ts';
import { splitPayload } from './split-payload.ts';

export type AamvaFailure = { readonly type: 'not_aamva' };

/** Elements that become fields of the card; all others are kept in `unknown`. */
// prettier-ignore
const understood = new Set([
  'DAA', 'DAB', 'DAC', 'DAD', 'DAE', 'DAG', 'DAH', 'DAI', 'DAJ', 'DAK', 'DAL', 'DAM', 'DAN', 'DAO', 'DAP', 'DAQ', 'DAU',
  'DAY', 'DBA', 'DBB', 'DBC', 'DBD', 'DCF', 'DCK', 'DCS', 'DCT', 'DCU', 'DDA', 'DDE', 'DDF', 'DDG',
]);

/**
 * Reads the payload of a card's PDF417 barcode (AAMVA DL/ID Card Design Standard, Annex D, versions 1 to 10 and the 2025
 * edition). Odd cards are read as far as they go, and what is odd is listed; the only refusal is a payload that is no
 * AAMVA card at all. The barcode is unsigned: nothing here says that a card is authentic.
 */
export function parseAamva(
  payload: string | Uint8Array,
):
  | { readonly ok: true; readonly value: AamvaPayload }
  | { readonly ok: false; readonly error: AamvaFailure } {
  const raw = typeof payload === 'string' ? new TextEncoder().encode(payload) : payload;
  const text = typeof payload === 'string' ? payload : decode(payload);
  const split = splitPayload(text);
  if (split === undefined) return { ok: false, error: { type: 'not_aamva' } };

  const anomalies = new Set<Anomaly>(split.anomalies);
  const values = new Map<string, string>();
  for (const { type, elements } of split.subfiles) {
    if (type.startsWith('Z')) continue;
    for (const [id, value] of elements) {
      if (values.has(id)) anomalies.add('element_repeated');
      else values.set(id, value);
    }
  }
  const element = (id: string) => said(values.get(id));
  const date = (id: string) => {
    const value = element(id);
    const read = value === undefined ? undefined : readDate(value);
    if (value !== undefined && read === undefined) anomalies.add('date_unreadable');
    return read;
  };

  const neverExpires = saysNever(values.get('DBA'));
  const issuer = jurisdictionByIin[split.issuerNumber];
  if (issuer === undefined) anomalies.add('issuer_unknown');
  const card: AamvaCard = {
    documentType: split.subfiles.some(({ type }) => type === 'ID') ? 'id-card' : 'driver-licence',
    issuerNumber: split.issuerNumber,
    issuer,
    version: split.version,
    ...readNames(element),
    documentNumber: element('DAQ'),
    birthDate: date('DBB'),
    expiryDate: neverExpires ? undefined : date('DBA'),
    neverExpires,
    issueDate: date('DBD'),
    address: {
      // Version 1 kept the mailing address in DAG–DAK and the residence in DAL–DAP; some cards fill only one of them.
      street: element('DAG') ?? element('DAL'),
      street2: element('DAH') ?? (element('DAG') === undefined ? element('DAM') : undefined),
      city: element('DAI') ?? element('DAN'),
      region: element('DAJ') ?? element('DAO'),
      postalCode: postalCode(element('DAK') ?? element('DAP')),
    },
    sex: sexes.get(element('DBC') ?? ''),
    eyes: element('DAY'),
    height: element('DAU'),
    documentDiscriminator: element('DCF'),
    inventoryControlNumber: element('DCK'),
    truncated: {
      familyName: truncation(element('DDE')),
      givenName: truncation(element('DDF')),
      middleName: truncation(element('DDG')),
    },
    realId: element('DDA') === undefined ? undefined : element('DDA') === 'F',
  };
  const unknown = Object.fromEntries([...values].filter(([id]) => !understood.has(id)));
  return {
    ok: true,
    value: { card, subfiles: split.subfiles, unknown, anomalies: [...anomalies], raw },
  };
}

// prettier-ignore
const sexes = new Map<string, AamvaCard['sex']>([
  ['1', 'male'], ['M', 'male'], ['2', 'female'], ['F', 'female'], ['9', 'unspecified'], ['X', 'unspecified'],
]);

/** A value that says something: blanks are padding, and NONE, UNAVL and UNAVAIL are the standard's ways of saying nothing. */
function said(value: string | undefined): string | undefined {
  const trimmed = value?.replaceAll('\uFFFD', '').replace(/\s+/g, ' ').trim();
  return trimmed === undefined || trimmed === '' || /^(NONE|UNAVL|UNAVAIL)$/i.test(trimmed)
    ? undefined
    : trimmed;
}

/**
 * DBA of an ID card for life, as issuers write it. An element that is left out, blank or UNAVL says nothing, and MIL, for who serves in the
 * forces, only that another paper says it.
 */
function saysNever(expiry: string | undefined): boolean {
  const compact = expiry?.replaceAll(/[-/\s]/g, '') ?? '';
  return /^(NONE|INDEF|9{8}|0{8})$/i.test(compact);
}

function truncation(flag: string | undefined): Truncation {
  return flag === 'T' ? 'yes' : flag === 'N' ? 'no' : 'unknown';
}

/** D.12.5.1 pads US codes to nine digits, with zeros where the last four are not known. */
function postalCode(text: string | undefined): string | undefined {
  // A few cards pad to ten digits or more; what follows the ninth says nothing.
  const compact = text?.replaceAll(/[\s-]/g, '').replace(/^(\d{9})\d+$/, '$1');
  if (compact === undefined) return undefined;
  if (/^\d{5}(0000)?$/.test(compact)) return compact.slice(0, 5);
  if (/^\d{9}$/.test(compact)) return `${compact.slice(0, 5)}-${compact.slice(5)}`;
  if (/^[A-Z]\d[A-Z]\d[A-Z]\d$/.test(compact)) return `${compact.slice(0, 3)} ${compact.slice(3)}`;
  return compact;
}

/** UTF-8 where the bytes are UTF-8, else Latin-1, which the standard's older editions name. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}
