import { randomUUID } from 'node:crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { magicAnswer } from './outcomes.ts';
import { sameText, type Person } from './people.ts';
import { createVerifier } from './signature.ts';
import type { SharedSecret } from './credentials.ts';
import type { Reply, SourceEndpoint } from './source-endpoint.ts';

/** What may be asked, and how each indicator is found: one match indicator per field, as DLDV answers. */
const indicators: Record<string, (person: Person, asked: string) => boolean> = {
  DriverLicenseNumber: (person, asked) => sameText(person.documentNumber, asked),
  PersonGivenName: (person, asked) => sameText(person.givenName, asked),
  PersonSurName: (person, asked) => sameText(person.familyName, asked),
  PersonBirthDate: (person, asked) => person.birthDate === asked,
  DriverLicenseExpirationDate: (person, asked) => person.expiryDate === asked,
  AddressLine1: (person, asked) => sameText(person.address.street, asked),
  AddressCity: (person, asked) => sameText(person.address.city, asked),
  AddressState: (person, asked) => person.address.region === asked,
  AddressZIP5: (person, asked) => person.address.postalCode.slice(0, 5) === asked,
};
const allowed = new Set([
  'MessageRef',
  'DriverLicenseIssuingJurisdiction',
  ...Object.keys(indicators),
]);

const parser = new XMLParser({
  removeNSPrefix: true,
  processEntities: false,
  parseTagValue: false,
});

/** A state's motor vehicle agency behind a verification hub: SOAP 1.2, one boolean per field, faults with exception codes. */
export function dmv(shared: SharedSecret, people: readonly Person[]): SourceEndpoint {
  const verify = createVerifier(shared);
  return {
    endpoint: 'dmv',
    path: '/dmv/v1/verify',
    limitBytes: 64_000,
    refuse: (c, body) =>
      verify({
        method: 'POST',
        host: c.req.header('host') ?? '',
        path: '/dmv/v1/verify',
        authorization: c.req.header('authorization'),
        retention: c.req.header('signet-retention'),
        body,
      }),
    async answer(body) {
      const asked = parseRequest(Buffer.from(body).toString('utf8'));
      if (asked === undefined) return { reply: fault(400, 'Sender', 'malformed'), fields: [] };
      const fields = Object.keys(asked);
      if (fields.some((name) => !allowed.has(name)))
        return { reply: fault(400, 'Sender', 'field_not_allowed'), fields };
      const number = asked['DriverLicenseNumber'];
      const jurisdiction = asked['DriverLicenseIssuingJurisdiction'];
      if (!number || !jurisdiction) return { reply: fault(400, 'Sender', 'field_missing'), fields };

      switch (magicAnswer('dmv', number)) {
        case 'silence':
          return { reply: 'silence', fields };
        case 'mva_unavailable':
          return { reply: fault(500, 'Receiver', '0001'), fields };
        case 'mva_timeout':
          return { reply: fault(500, 'Receiver', '0047'), fields };
        default:
          return { reply: indicatorsFor(asked, personOf(people, number, jurisdiction)), fields };
      }
    },
  };
}

function personOf(
  people: readonly Person[],
  number: string,
  jurisdiction: string,
): Person | undefined {
  return people.find(
    (one) => one.jurisdiction === jurisdiction && sameText(one.documentNumber, number),
  );
}

function indicatorsFor(asked: Record<string, string>, person: Person | undefined): Reply {
  const answers = Object.entries(asked)
    .filter(([name]) => name in indicators)
    .map(([name, value]) => {
      const matches = person !== undefined && indicators[name]?.(person, value) === true;
      return `<dldv:${name}MatchIndicator>${matches}</dldv:${name}MatchIndicator>`;
    });
  return envelope(
    200,
    `<dldv:VerifyDriverLicenseDataResponse><dldv:LocatorID>${randomUUID()}</dldv:LocatorID>${answers.join('')}</dldv:VerifyDriverLicenseDataResponse>`,
  );
}

function parseRequest(text: string): Record<string, string> | undefined {
  // A document type declaration is where entity tricks begin; no request of this interface has one.
  if (/<!DOCTYPE|<!ENTITY/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
  const root = parser.parse(text) as {
    Envelope?: { Body?: { VerifyDriverLicenseData?: unknown } };
  };
  const request = root.Envelope?.Body?.VerifyDriverLicenseData;
  if (request === null || typeof request !== 'object') return undefined;
  const flat = request as Record<string, unknown>;
  if (Object.values(flat).some((value) => typeof value !== 'string')) return undefined;
  return flat as Record<string, string>;
}

function fault(status: 400 | 500, code: 'Sender' | 'Receiver', exception: string): Reply {
  return envelope(
    status,
    `<soap:Fault><soap:Code><soap:Value>soap:${code}</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang="en">the request was not answered</soap:Text></soap:Reason><soap:Detail><dldv:ProgramException><dldv:ExceptionId>${exception}</dldv:ExceptionId></dldv:ProgramException></soap:Detail></soap:Fault>`,
  );
}

function envelope(status: 200 | 400 | 500, body: string): Reply {
  return {
    status,
    contentType: 'application/soap+xml; charset=utf-8',
    body: `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:dldv="urn:example:dldv"><soap:Body>${body}</soap:Body></soap:Envelope>`,
  };
}
