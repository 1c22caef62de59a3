import { randomUUID } from 'node:crypto';
import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import type { EvidenceAttributes } from '@signet/contracts/person';
import type { SourceSetting } from '../config.ts';
import { requireAllowed, type Manifest } from './manifest.ts';
import { unavailable, type SourceOutcome } from './outcome.ts';
import { send } from './send.ts';

const manifest: Manifest = {
  source: 'issuing-source',
  fields: [
    'MessageRef',
    'DriverLicenseNumber',
    'DriverLicenseIssuingJurisdiction',
    'PersonGivenName',
    'PersonSurName',
    'PersonBirthDate',
    'DriverLicenseExpirationDate',
    'AddressLine1',
    'AddressCity',
    'AddressState',
    'AddressZIP5',
  ],
  signing: 'hmac-body-v1',
  retention: 'none',
};

const parser = new XMLParser({
  removeNSPrefix: true,
  processEntities: false,
  parseTagValue: false,
});
const builder = new XMLBuilder({ processEntities: true });

type Answer = { readonly status: number; readonly text: string };
type Elements = Readonly<Record<string, unknown>>;

/** Per field: does the issuer's file agree? Undefined where the issuer does not say. */
export type IssuerAnswer = {
  readonly number: boolean | undefined;
  readonly givenName: boolean | undefined;
  readonly familyName: boolean | undefined;
  readonly birthDate: boolean | undefined;
  readonly expiryDate: boolean | undefined;
  /** Only when every line of it agrees. */
  readonly address: boolean | undefined;
};

/** The issuing source: the state's motor vehicle agency, asked as AAMVA's DLDV is (SOAP 1.2, one match indicator per field). */
export function createIssuingSource(setting: SourceSetting) {
  return async (attributes: EvidenceAttributes): Promise<SourceOutcome<IssuerAnswer>> => {
    const fields = {
      MessageRef: randomUUID(),
      DriverLicenseNumber: attributes.documentNumber,
      DriverLicenseIssuingJurisdiction: attributes.jurisdiction,
      PersonGivenName: attributes.givenName,
      PersonSurName: attributes.familyName,
      PersonBirthDate: attributes.birthDate,
      DriverLicenseExpirationDate: attributes.expiryDate,
      AddressLine1: attributes.address.street,
      AddressCity: attributes.address.city,
      AddressState: attributes.address.region,
      AddressZIP5: attributes.address.postalCode.slice(0, 5),
    };
    requireAllowed(manifest, Object.keys(fields));
    const sent = await send(
      manifest,
      setting,
      '/verify',
      envelope(fields),
      'application/soap+xml; charset=utf-8',
    );
    return sent.ok ? readAnswer(sent.value) : sent;
  };
}

function envelope(fields: Record<string, string>): string {
  const body = builder.build({ VerifyDriverLicenseData: fields });
  return `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

function readAnswer({ status, text }: Answer): SourceOutcome<IssuerAnswer> {
  if (/<!DOCTYPE|<!ENTITY/i.test(text) || XMLValidator.validate(text) !== true)
    return unavailable('protocol_error');
  const body = bodyOf(text);
  if (body !== undefined && 'Fault' in body)
    return unavailable(/<(?:\w+:)?ExceptionId>0047</.test(text) ? 'timeout' : 'outage');
  if (status !== 200) return unavailable(status >= 500 ? 'outage' : 'protocol_error');
  const response = elements(body?.['VerifyDriverLicenseDataResponse']);
  const indicator = (name: string) => {
    const said = response?.[`${name}MatchIndicator`];
    return said === 'true' ? true : said === 'false' ? false : undefined;
  };
  // Every answer of this interface says something of the number; one that does not is none, and must not cost an attempt.
  if (indicator('DriverLicenseNumber') === undefined) return unavailable('protocol_error');
  const address = ['AddressLine1', 'AddressCity', 'AddressState', 'AddressZIP5'].map(indicator);
  return {
    ok: true,
    value: {
      number: indicator('DriverLicenseNumber'),
      givenName: indicator('PersonGivenName'),
      familyName: indicator('PersonSurName'),
      birthDate: indicator('PersonBirthDate'),
      expiryDate: indicator('DriverLicenseExpirationDate'),
      address: address.includes(undefined) ? undefined : address.every(Boolean),
    },
  };
}

/** Undefined when it is no envelope, or when the parser itself refuses it. */
function bodyOf(text: string): Elements | undefined {
  try {
    const root = elements(parser.parse(text));
    return elements(elements(root?.['Envelope'])?.['Body']);
  } catch {
    return undefined;
  }
}

function elements(node: unknown): Elements | undefined {
  return typeof node === 'object' && node !== null ? (node as Elements) : undefined;
}
