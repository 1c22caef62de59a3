import type { KeyObject } from 'node:crypto';
import { decodeJwt, SignJWT } from 'jose';
import type { EvidenceAttributes } from '@signet/contracts/person';
import type { CardAttributes } from '../sources/issuing-source.ts';
import type { SourceName } from '../sources/manifests.ts';
import { attributes, phone, ssn } from './person.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** What the sources have on file about the one person whom they know. */
export type Files = {
  readonly dmv: CardAttributes;
  readonly records: EvidenceAttributes & { readonly ssn: string; readonly deceased: boolean };
  readonly socialSecurity: { readonly ssn: string; readonly death: string };
  readonly address: { readonly deliverable: string; readonly occupant: string };
  readonly risk: string;
  readonly carrier: {
    readonly phones: readonly string[];
    readonly lineType: string;
    readonly movedLately: boolean;
    readonly delivery: string;
  };
  readonly documentChecker: { readonly result: string; readonly alerts: readonly object[] };
};

export const onFile: Files = {
  dmv: attributes,
  records: { ...attributes, ssn, deceased: false },
  socialSecurity: { ssn, death: 'no' },
  address: { deliverable: 'yes', occupant: 'match' },
  risk: 'low',
  carrier: {
    phones: [phone, '+12025550144'],
    lineType: 'mobile',
    movedLately: false,
    delivery: 'accepted',
  },
  documentChecker: { result: 'passed', alerts: [] },
};

// prettier-ignore
const indicators = {
  DriverLicenseNumber:         ({ documentNumber }) => documentNumber,
  PersonGivenName:             ({ givenName }) => givenName,
  PersonSurName:               ({ familyName }) => familyName,
  PersonBirthDate:             ({ birthDate }) => birthDate,
  DriverLicenseExpirationDate: ({ expiryDate }) => expiryDate ?? '9999-12-31',
  DocumentCategory:            ({ expiryDate }) => (expiryDate === undefined ? '3' : '1'),
  AddressLine1:                ({ address }) => address.street,
  AddressCity:                 ({ address }) => address.city,
  AddressState:                ({ address }) => address.region,
  AddressZIP5:                 ({ address }) => address.postalCode,
} as const satisfies Record<string, (file: CardAttributes) => string | undefined>;

/** An answer of the issuing source, with the given content of its body. */
export function soap(body: string, answerTo: unknown, before = ''): string {
  return `<?xml version="1.0"?>${before}<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header><a:RelatesTo xmlns:a="http://www.w3.org/2005/08/addressing">${String(answerTo)}</a:RelatesTo></soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
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

type Signing = { readonly key: KeyObject; readonly issuer: string };

/** What an answer bears of its question. */
export const referred = ({ transactionRef, idempotencyKey }: Fields) => ({
  transactionRef,
  idempotencyKey,
});

export const contentTypes: Readonly<Record<string, string>> = {
  '/dmv/verify': 'application/soap+xml; charset=utf-8',
  '/socialSecurity/verify': 'application/jwt',
};

export function signedAnswer(claims: object, fields: Fields, { key, issuer }: Signing) {
  return new SignJWT({ in_response_to: fields['transactionRef'], ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'ssn-verification-answer+jwt' })
    .setIssuer(issuer)
    .setAudience('socialSecurity')
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(key);
}

type Answerer = (fields: Fields, files: Files, signing: Signing) => string | Promise<string>;

export const answers: Readonly<Record<string, Answerer>> = {
  '/documentChecker/documents': (fields, { documentChecker }) =>
    JSON.stringify({ ...referred(fields), ...documentChecker }),
  '/dmv/verify': (fields, { dmv }) =>
    soap(
      indicated(
        Object.fromEntries(
          Object.entries(indicators)
            .filter(([name]) => name in fields)
            .map(([name, of]) => [name, fields[name] === of(dmv)]),
        ),
      ),
      fields['MessageID'],
    ),
  '/records/verify': (fields, { records }) =>
    JSON.stringify({
      ...referred(fields),
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
  '/socialSecurity/verify': (fields, { socialSecurity }, signing) =>
    signedAnswer(
      {
        verification: checked(
          fields['ssn'] === socialSecurity.ssn && fields['givenName'] === attributes.givenName,
        ),
        death: socialSecurity.death,
      },
      fields,
      signing,
    ),
  '/addressRecord/addresses': (fields, { address }) =>
    JSON.stringify({ ...referred(fields), kind: 'street', ...address }),
  '/risk/assess': (fields, { risk }) => JSON.stringify({ ...referred(fields), risk }),
  '/phoneOwnership/ownership': (fields, { carrier }) =>
    JSON.stringify({
      ...referred(fields),
      owner: checked(
        carrier.phones.includes(fields['phone'] as string) &&
          fields['givenName'] === attributes.givenName &&
          fields['familyName'] === attributes.familyName,
      ),
      lineType: carrier.lineType,
      movedLately: carrier.movedLately,
    }),
  '/messageDelivery/messages': (fields, { carrier }) =>
    JSON.stringify({ ...referred(fields), status: carrier.delivery }),
};

/** The fields of a request: members of the JSON, claims of the JWT, or elements inside the one operation of the envelope. */
export function fieldsOf(source: SourceName, body: string): Fields {
  if (source === 'socialSecurity') {
    const {
      iss: _iss,
      aud: _aud,
      iat: _iat,
      exp: _exp,
      jti,
      retention,
      ...claims
    } = decodeJwt(body);
    return retention === 'none' ? { ...claims, transactionRef: jti } : claims;
  }
  if (source !== 'dmv') return JSON.parse(body) as Fields;
  const [, id = ''] = /<wsa:MessageID[^>]*>([^<]+)</.exec(body) ?? [];
  const [, inside = ''] =
    /<dldv:VerifyDriverLicenseData [^>]*>(.*)<\/dldv:VerifyDriverLicenseData><\/soap:Body><\/soap:Envelope>$/s.exec(
      body,
    ) ?? [];
  const elements = [...inside.matchAll(/<dldv:(\w+)>([^<]*)<\/dldv:\1>/g)];
  return {
    MessageID: id,
    ...Object.fromEntries(elements.map(([, name, text = '']) => [name, unescaped(text)])),
  };
}

function unescaped(text: string): string {
  const characters: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(\w+);/g, (_whole, name: string) => characters[name] ?? '?');
}
