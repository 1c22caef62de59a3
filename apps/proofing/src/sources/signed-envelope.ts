import { createHash, sign } from 'node:crypto';
import type { EnvelopeKey } from './credentials.ts';

// prettier-ignore
const namespaces = {
  soap: 'http://www.w3.org/2003/05/soap-envelope',
  wsa:  'http://www.w3.org/2005/08/addressing',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsu:  'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  ds:   'http://www.w3.org/2000/09/xmldsig#',
  dldv: 'urn:example:dldv:2.1',
} as const;
type Prefix = keyof typeof namespaces;

const canonical = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const lifeMs = 5 * 60_000;

export type Message = {
  readonly id: string;
  readonly to: string;
  readonly operation: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly at: Date;
};

/**
 * A SOAP 1.2 message signed as WS-Security 1.1.1 §8 wants it: message id, address, timestamp and body, each digested and the digests
 * signed (`rsa-sha256`). Every signed element is written in exclusive canonical form (Exclusive XML Canonicalization §3) to
 * begin with, so that the bytes that are signed are the very bytes that are sent.
 */
export function signedEnvelope(key: EnvelopeKey, message: Message): string {
  const created = instant(message.at);
  const expires = instant(new Date(message.at.getTime() + lifeMs));
  const body = Object.entries(message.fields).map(
    ([name, value]) => `<dldv:${name}>${escaped(value)}</dldv:${name}>`,
  );
  // prettier-ignore
  const signed = {
    message:   element('wsa:MessageID', ['wsa', 'wsu'], escaped(message.id), 'message'),
    to:        element('wsa:To', ['wsa', 'wsu'], escaped(message.to), 'to'),
    timestamp: element('wsu:Timestamp', ['wsu'], `<wsu:Created>${created}</wsu:Created><wsu:Expires>${expires}</wsu:Expires>`, 'timestamp'),
    body:      element('soap:Body', ['soap', 'wsu'], element(`dldv:${message.operation}`, ['dldv'], body.join('')), 'body'),
  };
  const references = Object.entries(signed).map(
    ([id, text]) =>
      `<ds:Reference URI="#${id}"><ds:Transforms><ds:Transform Algorithm="${canonical}"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>${digest(text)}</ds:DigestValue></ds:Reference>`,
  );
  const signedDigests = element(
    'ds:SignedInfo',
    ['ds'],
    `<ds:CanonicalizationMethod Algorithm="${canonical}"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"></ds:SignatureMethod>${references.join('')}`,
  );
  const value = sign('sha256', Buffer.from(signedDigests), key.privateKey).toString('base64');
  const signature = element(
    'ds:Signature',
    ['ds'],
    `${signedDigests}<ds:SignatureValue>${value}</ds:SignatureValue><ds:KeyInfo><ds:KeyName>${escaped(key.keyId)}</ds:KeyName></ds:KeyInfo>`,
  );
  const security = element('wsse:Security', ['wsse'], signed.timestamp + signature);
  const header = `<soap:Header>${signed.message}${signed.to}${security}</soap:Header>`;
  return `<?xml version="1.0" encoding="UTF-8"?>${element('soap:Envelope', ['soap'], header + signed.body)}`;
}

/** One element as exclusive canonicalization writes it: namespaces by prefix, then attributes, never self-closed. */
function element(name: string, prefixes: readonly Prefix[], content: string, id?: string): string {
  const declared = prefixes
    .toSorted()
    .map((prefix) => ` xmlns:${prefix}="${namespaces[prefix]}"`)
    .join('');
  const identified = id === undefined ? '' : ` wsu:Id="${id}"`;
  return `<${name}${declared}${identified}>${content}</${name}>`;
}

/** Canonical XML §2.3: what text may not hold as it is. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function instant(at: Date): string {
  return at.toISOString();
}
