import { gcmSeal } from '../../crypto/aes-gcm.ts';
import { encodeBase64url } from '../../crypto/base64url.ts';
import { type Bytes, utf8 } from '../../crypto/bytes.ts';
import { context } from '../../crypto/context.ts';
import { deriveBytes, importKeyMaterial } from '../../crypto/hkdf-sha256.ts';
import { randomBytes } from '../../crypto/random-bytes.ts';
import { type RecordPlace, sealContent } from '../../record.ts';
import { padRecord } from '../../record-padding.ts';
import { bitsOf, flipBit } from '../flip-bit.ts';
import { toHex } from '../wycheproof.ts';

export interface RecordVector {
  readonly title: string;
  readonly place: RecordPlace;
  /** In hexadecimal. */
  readonly rootKey: string;
  readonly sealed: string;
  /** `opens`, or the code of the refusal. */
  readonly outcome: string;
  /** In hexadecimal, where the record opens. */
  readonly content?: string;
}

const place: RecordPlace = { accountId: 'sub_example', rootKeyEpoch: 1, purpose: 'credentials', version: 3 };
const rootKeyBytes = Uint8Array.from({ length: 32 }, (_, index) => index);
const rootKey = toHex(rootKeyBytes);

export async function recordVectors(): Promise<readonly RecordVector[]> {
  const material = await importKeyMaterial(rootKeyBytes);
  const good: RecordVector[] = [];
  for (const content of [utf8('sealed'), new Uint8Array(), new Uint8Array(1_020).fill(1)]) {
    const { sealed } = await sealContent(place, material, content);
    const title = `${content.length} bytes`;
    good.push({ title, place, rootKey, sealed, outcome: 'opens', content: toHex(content) });
  }
  const [base] = good;
  if (base === undefined) throw new Error('no record');
  return [...good, ...movedRecords(base), ...brokenTexts(base.sealed), ...(await forgedRecords(material))];
}

function movedRecords({ sealed }: RecordVector): RecordVector[] {
  const refused = (title: string, change: Partial<RecordVector>): RecordVector => {
    return { title, place, rootKey, sealed, outcome: 'record_altered', ...change };
  };
  return [
    refused('in another account', { place: { ...place, accountId: 'sub_another' } }),
    refused('under another root key epoch', { place: { ...place, rootKeyEpoch: 2 } }),
    refused('for another purpose', { place: { ...place, purpose: 'sharing-history' } }),
    refused('at another version', { place: { ...place, version: 2 } }),
    refused('with another root key', { rootKey: '00'.repeat(32) }),
  ];
}

function brokenTexts(sealed: string): RecordVector[] {
  const lastBit = bitsOf(sealed) - 1;
  const texts: [string, string, string][] = [
    ['one bit of the nonce', flipBit(sealed, 0), 'record_altered'],
    ['one bit of the ciphertext', flipBit(sealed, 12 * 8), 'record_altered'],
    ['one bit of the tag', flipBit(sealed, lastBit), 'record_altered'],
    ['tag cut to 12 bytes', sealed.slice(0, -6), 'malformed'],
    ['an older version', sealed.replace('.v1.', '.v0.'), 'malformed'],
    ['a newer version', sealed.replace('.v1.', '.v2.'), 'malformed'],
  ];
  return texts.map(([title, text, outcome]) => ({ title, place, rootKey, sealed: text, outcome }));
}

/** Records that only a holder of the root key could make, and that an implementation must still refuse. */
async function forgedRecords(material: CryptoKey): Promise<RecordVector[]> {
  const fields = [place.accountId, place.rootKeyEpoch, place.purpose, place.version];
  const forge = async (padded: Bytes, keyInfo: Bytes, additional: Bytes): Promise<string> => {
    const bytes = await deriveBytes(material, keyInfo, 32);
    const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt']);
    const nonce = randomBytes(12);
    const ciphertext = await gcmSeal(key, nonce, padded, additional);
    return `signet.record.v1.${encodeBase64url(nonce)}.${encodeBase64url(ciphertext)}`;
  };
  const keyInfo = context('record-key', ...fields);
  const additional = context('record', ...fields);
  const other = [place.accountId, place.rootKeyEpoch, place.purpose, place.version + 1];
  const padded = padRecord(place.purpose, utf8('sealed'));
  const dirty = padded.slice();
  dirty[dirty.length - 1] = 1;
  const endless = padded.slice();
  endless.fill(255, 0, 4);
  const roomy = new Uint8Array(4_096);
  roomy.set(padded);
  const forgeries: [string, string][] = [
    ['the tag covers nothing', await forge(padded, keyInfo, new Uint8Array())],
    ['the tag covers another version', await forge(padded, keyInfo, context('record', ...other))],
    ['the key of another version', await forge(padded, context('record-key', ...other), additional)],
    ['padding that is not zero', await forge(dirty, keyInfo, additional)],
    ['a length beyond the bucket', await forge(endless, keyInfo, additional)],
    ['a larger bucket than needed', await forge(roomy, keyInfo, additional)],
  ];
  return forgeries.map(([title, sealed]) => ({ title, place, rootKey, sealed, outcome: 'record_altered' }));
}
