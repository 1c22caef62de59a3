import type { EvidenceAttributes } from '@signet/contracts/person';
import type { SourceName } from './fake-sources.ts';
import { attributes, phone, ssn } from './person.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the sources have on file about the one person whom they know. */
export type Files = {
  readonly dmv: EvidenceAttributes;
  readonly records: EvidenceAttributes & { readonly ssn: string; readonly deceased: boolean };
  readonly carrier: {
    readonly phones: readonly string[];
    readonly lineType: string;
    readonly delivery: string;
  };
  readonly documentChecker: { readonly result: string; readonly alerts: readonly object[] };
};

export const onFile: Files = {
  dmv: attributes,
  records: { ...attributes, ssn, deceased: false },
  carrier: { phones: [phone, '+12025550144'], lineType: 'mobile', delivery: 'accepted' },
  documentChecker: { result: 'passed', alerts: [] },
};

// prettier-ignore
const indicators = {
  DriverLicenseNumber:         ({ documentNumber }) => documentNumber,
  PersonGivenName:             ({ givenName }) => givenName,
  PersonSurName:               ({ familyName }) => familyName,
  PersonBirthDate:             ({ birthDate }) => birthDate,
  DriverLicenseExpirationDate: ({ expiryDate }) => expiryDate,
  AddressLine1:                ({ address }) => address.street,
  AddressCity:                 ({ address }) => address.city,
  AddressState:                ({ address }) => address.region,
  AddressZIP5:                 ({ address }) => address.postalCode,
} as const satisfies Record<string, (file: EvidenceAttributes) => string>;

/** An answer of the issuing source, with the given content of its body. */
export function soap(body: string, before = ''): string {
  return `<?xml version="1.0"?>${before}<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

export function indicated(said: Readonly<Record<string, boolean>>): string {
  const lines = Object.entries(said).map(
    ([name, holds]) => `<d:${name}MatchIndicator>${holds}</d:${name}MatchIndicator>`,
  );
  return `<d:VerifyDriverLicenseDataResponse xmlns:d="urn:dldv">${lines.join('')}</d:VerifyDriverLicenseDataResponse>`;
}

export const everythingMatches: Readonly<Record<string, boolean>> = Object.fromEntries(
  Object.keys(indicators).map((name) => [name, true]),
);

const checked = (matches: boolean) => (matches ? 'match' : 'no_match');

export const answers: Readonly<Record<string, (fields: Fields, files: Files) => string>> = {
  '/documentChecker/documents': (_fields, { documentChecker }) => JSON.stringify(documentChecker),
  '/dmv/verify': (fields, { dmv }) =>
    soap(
      indicated(
        Object.fromEntries(
          Object.entries(indicators).map(([name, of]) => [name, fields[name] === of(dmv)]),
        ),
      ),
    ),
  '/records/verify': (fields, { records }) =>
    JSON.stringify({
      checks: {
        name: checked(
          fields['givenName'] === records.givenName && fields['familyName'] === records.familyName,
        ),
        birthDate: checked(fields['birthDate'] === records.birthDate),
        ssn: checked(fields['ssn'] === records.ssn),
        address: checked(JSON.stringify(fields['address']) === JSON.stringify(records.address)),
        deceased: records.deceased,
      },
    }),
  '/carrier/ownership': (fields, { carrier }) =>
    JSON.stringify({
      owner: checked(
        carrier.phones.includes(fields['phone'] as string) &&
          fields['givenName'] === attributes.givenName &&
          fields['familyName'] === attributes.familyName,
      ),
      lineType: carrier.lineType,
    }),
  '/carrier/messages': (_fields, { carrier }) => JSON.stringify({ status: carrier.delivery }),
};

/** The fields of a request: members of the JSON, or elements inside the one operation of the envelope. */
export function fieldsOf(source: SourceName, body: string): Fields {
  if (source !== 'dmv') return JSON.parse(body) as Fields;
  const [, inside = ''] =
    /^<\?xml[^>]*\?><soap:Envelope[^>]*><soap:Body><VerifyDriverLicenseData>(.*)<\/VerifyDriverLicenseData><\/soap:Body><\/soap:Envelope>$/s.exec(
      body,
    ) ?? [];
  return Object.fromEntries(
    [...inside.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, text = '']) => [
      name,
      unescaped(text),
    ]),
  );
}

function unescaped(text: string): string {
  const characters: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(\w+);/g, (_whole, name: string) => characters[name] ?? '?');
}
