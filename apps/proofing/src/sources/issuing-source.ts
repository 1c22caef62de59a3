import { randomUUID } from 'node:crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { AtAddress, EvidenceAttributes } from '@signet/contracts/person';
import { callSource, type Line, type RawAnswer } from './call-source.ts';
import type { EnvelopeKey } from './credentials.ts';
import { unavailable, type SourceOutcome } from './outcome.ts';
import { signedEnvelope } from './signed-envelope.ts';
import type { StepBudget } from './step-budget.ts';

const parser = new XMLParser({
  removeNSPrefix: true,
  processEntities: false,
  parseTagValue: false,
});

type Elements = Readonly<Record<string, unknown>>;

/** Per field: does the issuer's file agree? Undefined where the issuer does not say. */
export type IssuerAnswer = {
  readonly number: boolean | undefined;
  readonly givenName: boolean | undefined;
  readonly familyName: boolean | undefined;
  readonly birthDate: boolean | undefined;
  readonly expiryDate: boolean | undefined;
  /** Asked of an ID card for life alone. */
  readonly documentCategory: boolean | undefined;
  /** Only when every line of it agrees. */
  readonly address: boolean | undefined;
};

/** Every state's card says where its holder lives and who made it (AAMVA DL/ID Card Design Standard, Annex D). */
export type CardAttributes = AtAddress & { readonly jurisdiction: string };

/** Whether such a card it is, the schema has asked already, by the row that names this source. */
export function cardAttributes(attributes: EvidenceAttributes): CardAttributes {
  const { address, jurisdiction, ...others } = attributes;
  if (address === undefined || jurisdiction === undefined)
    throw new Error(
      `${attributes.evidence} is asked of a motor vehicle agency and is no card of one`,
    );
  return { ...others, address, jurisdiction };
}

/** What an issuer's file says of a card for life in the place of the day on which it ends, and the category of an ID card there. */
const forLife = { DriverLicenseExpirationDate: '9999-12-31', DocumentCategory: '3' } as const;

/** What AAMVA's hub says instead of an answer: the state is closed, its system failed, it did not answer in time. */
const exceptions = { '0001': 'maintenance', '0002': 'outage', '0047': 'timeout' } as const;

/**
 * The issuing source: the state's motor vehicle agency, asked as AAMVA's DLDV is (SOAP 1.2, WS-Security, one match indicator per
 * field). A state that is down is spared by itself; the others go on.
 */
export function createIssuingSource(line: Line, credential: EnvelopeKey) {
  return (
    { address, jurisdiction, ...attributes }: CardAttributes,
    budget: StepBudget,
  ): Promise<SourceOutcome<IssuerAnswer>> => {
    const id = `urn:uuid:${randomUUID()}`;
    const operation = '/verify';
    const fields = {
      DriverLicenseNumber: attributes.documentNumber,
      DriverLicenseIssuingJurisdiction: jurisdiction,
      PersonGivenName: attributes.givenName,
      PersonSurName: attributes.familyName,
      PersonBirthDate: attributes.birthDate,
      ...(attributes.expiryDate === undefined
        ? forLife
        : { DriverLicenseExpirationDate: attributes.expiryDate }),
      AddressLine1: address.street,
      AddressCity: address.city,
      AddressState: address.region,
      AddressZIP5: address.postalCode.slice(0, 5),
    };
    const body = signedEnvelope(credential, {
      id,
      to: `${line.url}${operation}`,
      operation: 'VerifyDriverLicenseData',
      fields,
      at: new Date(),
    });
    return callSource<IssuerAnswer>(
      line,
      {
        operation,
        fields: Object.keys(fields),
        body,
        contentType: 'application/soap+xml; charset=utf-8',
        head: () => ({}),
        part: jurisdiction,
        read: (raw) => readAnswer(raw, id),
      },
      budget,
    );
  };
}

function readAnswer({ status, text, type }: RawAnswer, id: string): SourceOutcome<IssuerAnswer> {
  const isXml = type === 'application/soap+xml' && !/<!DOCTYPE|<!ENTITY/i.test(text);
  if (!isXml || XMLValidator.validate(text) !== true)
    return unavailable(status >= 500 ? 'outage' : 'protocol_error');
  const { header, body } = envelopeOf(text) ?? {};
  if (body !== undefined && 'Fault' in body) return unavailable(reasonOf(text));
  if (status !== 200) return unavailable(status >= 500 ? 'outage' : 'protocol_error');
  // PROOF-32: WS-Addressing §3.4 names the message that this answers.
  if (header?.['RelatesTo'] !== id) return unavailable('protocol_error');
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
      documentCategory: indicator('DocumentCategory'),
      address: address.includes(undefined) ? undefined : address.every(Boolean),
    },
  };
}

function reasonOf(text: string) {
  const [, code = ''] = /<(?:\w+:)?ExceptionId>(\d{4})</.exec(text) ?? [];
  return exceptions[code as keyof typeof exceptions] ?? 'outage';
}

/** Undefined when it is no envelope, or when the parser itself refuses it. */
function envelopeOf(text: string) {
  try {
    const envelope = elements(elements(parser.parse(text))?.['Envelope']);
    return { header: elements(envelope?.['Header']), body: elements(envelope?.['Body']) };
  } catch {
    return undefined;
  }
}

function elements(node: unknown): Elements | undefined {
  return typeof node === 'object' && node !== null ? (node as Elements) : undefined;
}
