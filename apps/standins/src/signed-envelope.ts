import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SignedXml } from 'xml-crypto';

const allowedAlgorithms = {
  canonical: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
} as const;

const parser = new XMLParser({
  removeNSPrefix: true,
  processEntities: true,
  parseTagValue: false,
  ignoreAttributes: true,
});

type Elements = Readonly<Record<string, unknown>>;

/** What a signed message said: read from the very bytes that were signed, never from the rest of the document. */
export type Signed = {
  readonly id: string;
  readonly to: string;
  readonly created: number;
  readonly expires: number;
  readonly body: Elements;
};

/**
 * Verifies WS-Security over message id, address, timestamp and body, by the customer's registered key. Anything else is a code: no
 * signature, one of other algorithms or parts, or one that does not fit.
 */
export function openEnvelope(
  text: string,
  customer: { readonly keyId: string; readonly publicKey: JsonWebKey },
):
  | { readonly ok: true; readonly value: Signed }
  | { readonly ok: false; readonly error: 'malformed' | 'signature_missing' | 'signature_wrong' } {
  // A document type declaration is where entity tricks begin; no request of this interface has one.
  if (/<!DOCTYPE|<!ENTITY/i.test(text) || XMLValidator.validate(text) !== true)
    return { ok: false, error: 'malformed' };
  const [signature, ...more] = text.match(/<ds:Signature [\s\S]*?<\/ds:Signature>/g) ?? [];
  if (signature === undefined) return { ok: false, error: 'signature_missing' };
  const [, keyName] = /<ds:KeyName>([\w-]+)<\/ds:KeyName>/.exec(signature) ?? [];
  if (more.length > 0 || keyName !== customer.keyId) return { ok: false, error: 'signature_wrong' };
  const parts = signedParts(text, signature, customer.publicKey);
  return parts === undefined ? { ok: false, error: 'signature_wrong' } : { ok: true, value: parts };
}

function signedParts(text: string, signature: string, key: JsonWebKey): Signed | undefined {
  try {
    const verifier = new SignedXml({
      idMode: 'wssecurity',
      publicCert: createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
    });
    verifier.loadSignature(signature);
    if (verifier.signatureAlgorithm !== allowedAlgorithms.signature) return undefined;
    if (verifier.canonicalizationAlgorithm !== allowedAlgorithms.canonical) return undefined;
    if (!verifier.checkSignature(text)) return undefined;
    const found = verifier.getSignedReferences().map((part) => elements(parser.parse(part)));
    const one = (name: string) => found.find((part) => part !== undefined && name in part)?.[name];
    const [id, to, timestamp, body] = ['MessageID', 'To', 'Timestamp', 'Body'].map(one);
    const { Created: created, Expires: expires } = elements(timestamp) ?? {};
    if (found.length !== 4 || typeof id !== 'string' || typeof to !== 'string') return undefined;
    const inside = elements(body);
    if (inside === undefined) return undefined;
    return {
      id,
      to,
      created: Date.parse(String(created)),
      expires: Date.parse(String(expires)),
      body: inside,
    };
  } catch {
    return undefined;
  }
}

function elements(node: unknown): Elements | undefined {
  return typeof node === 'object' && node !== null ? (node as Elements) : undefined;
}
