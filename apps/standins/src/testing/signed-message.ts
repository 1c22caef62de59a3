import { createPrivateKey, randomUUID, type JsonWebKey } from 'node:crypto';
import { SignedXml } from 'xml-crypto';

const wsa = 'http://www.w3.org/2005/08/addressing';
const wsu = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const canonical = 'http://www.w3.org/2001/10/xml-exc-c14n#';

type Wish = {
  readonly keyId: string;
  readonly privateKey: JsonWebKey;
  readonly to: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly id?: string;
  readonly at?: number;
  /** Parts that are signed; each is there in any case. */
  readonly parts?: readonly string[];
};

/** A message as another implementation of WS-Security would sign it. */
export function signedMessage(wish: Wish): string {
  const { fields, at = Date.now(), id = `urn:uuid:${randomUUID()}` } = wish;
  const inside = Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');
  const plain = `<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="${wsa}" xmlns:wsu="${wsu}"><soap:Header><wsa:MessageID wsu:Id="message">${id}</wsa:MessageID><wsa:To wsu:Id="to">${wish.to}</wsa:To><Security><wsu:Timestamp wsu:Id="timestamp"><wsu:Created>${new Date(at).toISOString()}</wsu:Created><wsu:Expires>${new Date(at + 300_000).toISOString()}</wsu:Expires></wsu:Timestamp></Security></soap:Header><soap:Body wsu:Id="body"><VerifyDriverLicenseData>${inside}</VerifyDriverLicenseData></soap:Body></soap:Envelope>`;
  const signer = new SignedXml({
    idMode: 'wssecurity',
    privateKey: createPrivateKey({ key: wish.privateKey, format: 'jwk' }).export({
      type: 'pkcs8',
      format: 'pem',
    }),
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: canonical,
    getKeyInfoContent: () => `<ds:KeyName>${wish.keyId}</ds:KeyName>`,
  });
  for (const name of wish.parts ?? ['MessageID', 'To', 'Timestamp', 'Body']) {
    signer.addReference({
      xpath: `//*[local-name(.)='${name}']`,
      digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
      transforms: [canonical],
    });
  }
  signer.computeSignature(plain, {
    prefix: 'ds',
    location: { reference: "//*[local-name(.)='Security']", action: 'append' },
  });
  return signer.getSignedXml();
}
