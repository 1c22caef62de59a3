import { randomUUID } from 'node:crypto';
import type { Credentials } from './credentials.ts';
import { magicAnswer } from './outcomes.ts';
import { sameText, type Person } from './people.ts';
import { openEnvelope, type Signed } from './signed-envelope.ts';
import type { Asked, Reply, SourceEndpoint } from './source-endpoint.ts';

/** What may be asked, and how each indicator is found: one match indicator per field, as DLDV answers. */
const indicators: Record<string, (person: Person, asked: string) => boolean> = {
  DriverLicenseNumber: (person, asked) => sameText(person.documentNumber, asked),
  PersonGivenName: (person, asked) => sameText(person.givenName, asked),
  PersonSurName: (person, asked) => sameText(person.familyName, asked),
  PersonBirthDate: (person, asked) => person.birthDate === asked,
  DriverLicenseExpirationDate: (person, asked) => person.expiryDate === asked,
  DocumentCategory: (person, asked) => (person.documentCategory ?? '1') === asked,
  AddressLine1: (person, asked) => sameText(person.address.street, asked),
  AddressCity: (person, asked) => sameText(person.address.city, asked),
  AddressState: (person, asked) => person.address.region === asked,
  AddressZIP5: (person, asked) => person.address.postalCode.slice(0, 5) === asked,
};
const allowed = new Set(['DriverLicenseIssuingJurisdiction', ...Object.keys(indicators)]);
const tolerance = 60_000;

/** A state's motor vehicle agency behind a verification hub: SOAP 1.2, one boolean per field, faults with exception codes. */
export function dmv(
  customer: Credentials['dmv'],
  people: readonly Person[],
  now: () => number,
): SourceEndpoint {
  const path = '/dmv/v1/verify';
  const seen = new Map<string, number>();
  return {
    endpoint: 'dmv',
    path,
    limitBytes: 64_000,
    refuse(c, body) {
      const opened = openEnvelope(Buffer.from(body).toString('utf8'), customer);
      // What is no envelope at all gets a SOAP fault, like any question that cannot be read.
      if (!opened.ok) return opened.error === 'malformed' ? undefined : opened.error;
      return refusal(c, opened.value);
    },
    async answer(body, wrongly) {
      const opened = openEnvelope(Buffer.from(body).toString('utf8'), customer);
      const asked = opened.ok ? questionIn(opened.value) : undefined;
      if (!opened.ok || asked === undefined)
        return { reply: fault(400, 'Sender', 'malformed'), fields: [] };
      const fields = Object.keys(asked);
      if (fields.some((name) => !allowed.has(name)))
        return { reply: fault(400, 'Sender', 'field_not_allowed'), fields };
      const number = asked['DriverLicenseNumber'];
      const jurisdiction = asked['DriverLicenseIssuingJurisdiction'];
      if (!number || !jurisdiction) return { reply: fault(400, 'Sender', 'field_missing'), fields };
      const id = wrongly === 'foreign-answer' ? `urn:uuid:${randomUUID()}` : opened.value.id;

      switch (magicAnswer('dmv', number)) {
        case 'silence':
          return { reply: 'silence', fields };
        case 'mva_unavailable':
          return { reply: fault(500, 'Receiver', '0001'), fields };
        case 'mva_timeout':
          return { reply: fault(500, 'Receiver', '0047'), fields };
        default:
          return {
            reply: indicatorsFor(asked, personOf(people, number, jurisdiction), id),
            fields,
          };
      }
    },
  };

  function refusal(c: Asked, { id, to, created, expires }: Signed): string | undefined {
    if (to !== `http://${c.req.header('host') ?? ''}${path}`) return 'signature_wrong';
    const fresh = created - tolerance <= now() && now() < expires && expires - created <= 600_000;
    if (!fresh) return 'clock_skew';
    for (const [known, until] of seen) if (until < now()) seen.delete(known);
    if (seen.has(id)) return 'nonce_replayed';
    seen.set(id, expires);
    return c.req.header('signet-retention') === 'none' ? undefined : 'retention_flag_missing';
  }
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

function indicatorsFor(
  asked: Record<string, string>,
  person: Person | undefined,
  answerTo: string,
): Reply {
  const answers = Object.entries(asked)
    .filter(([name]) => name in indicators)
    .map(([name, value]) => {
      const matches = person !== undefined && indicators[name]?.(person, value) === true;
      return `<dldv:${name}MatchIndicator>${matches}</dldv:${name}MatchIndicator>`;
    });
  return envelope(
    200,
    `<dldv:VerifyDriverLicenseDataResponse><dldv:LocatorID>${randomUUID()}</dldv:LocatorID>${answers.join('')}</dldv:VerifyDriverLicenseDataResponse>`,
    `<soap:Header><wsa:RelatesTo xmlns:wsa="http://www.w3.org/2005/08/addressing">${answerTo}</wsa:RelatesTo></soap:Header>`,
  );
}

/** The fields of the one operation; undefined when it is another operation, or not flat. */
function questionIn({ body }: Signed): Record<string, string> | undefined {
  const request = body['VerifyDriverLicenseData'];
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

function envelope(status: 200 | 400 | 500, body: string, header = ''): Reply {
  return {
    status,
    contentType: 'application/soap+xml; charset=utf-8',
    body: `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:dldv="urn:example:dldv:2.1">${header}<soap:Body>${body}</soap:Body></soap:Envelope>`,
  };
}
