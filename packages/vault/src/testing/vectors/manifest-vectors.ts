import { encodeBase64url } from '../../crypto/base64url.ts';
import { utf8 } from '../../crypto/bytes.ts';
import { context } from '../../crypto/context.ts';
import { deriveMacKey, importKeyMaterial } from '../../crypto/hkdf-sha256.ts';
import { macSign } from '../../crypto/hmac-sha256.ts';
import { sealManifest } from '../../manifest.ts';
import type { Manifest } from '../../sealed/manifest.ts';
import { bitsOf, flipBit } from '../flip-bit.ts';
import { toHex } from '../wycheproof.ts';

export interface ManifestVector {
  readonly title: string;
  readonly accountId: string;
  /** In hexadecimal. */
  readonly rootKey: string;
  readonly sealed: string;
  /** `opens`, or the code of the refusal. */
  readonly outcome: string;
  readonly manifest?: Manifest;
}

const accountId = 'sub_example';
const rootKeyBytes = Uint8Array.from({ length: 32 }, (_, index) => index);
const rootKey = toHex(rootKeyBytes);
const digest = encodeBase64url(new Uint8Array(32));
const manifest: Manifest = {
  version: 5,
  rootKeyEpoch: 1,
  slots: [{ kind: 'password', slotId: 'slt_one', epoch: 2, digest }],
  records: [{ purpose: 'credentials', version: 3, digest }],
};

export async function manifestVectors(): Promise<readonly ManifestVector[]> {
  const material = await importKeyMaterial(rootKeyBytes);
  const sealed = await sealManifest(accountId, material, manifest);
  const good: ManifestVector = { title: 'a manifest', accountId, rootKey, sealed, outcome: 'opens', manifest };
  const refused = (title: string, outcome: string, change: Partial<ManifestVector>): ManifestVector => {
    return { title, accountId, rootKey, sealed, outcome, ...change };
  };
  return [
    good,
    refused('of another account', 'manifest_altered', { accountId: 'sub_another' }),
    refused('under another root key', 'manifest_altered', { rootKey: '00'.repeat(32) }),
    refused('one bit of the list', 'manifest_altered', { sealed: flipBit(sealed, 20) }),
    refused('one bit of the MAC', 'manifest_altered', { sealed: flipBit(sealed, bitsOf(sealed) - 1) }),
    refused('MAC cut to 16 bytes', 'malformed', { sealed: sealed.slice(0, -21) }),
    refused('no MAC', 'malformed', { sealed: sealed.slice(0, -44) }),
    refused('a newer version', 'malformed', { sealed: sealed.replace('.v1.', '.v2.') }),
    ...(await forgedManifests(material)),
  ];
}

/** Under a genuine MAC, and still not a manifest. */
async function forgedManifests(material: CryptoKey): Promise<ManifestVector[]> {
  const key = await deriveMacKey(material, context('manifest-key', accountId));
  const payloads: [string, string][] = [
    ['not JSON', '{'],
    ['a version of 0', JSON.stringify({ ...manifest, version: 0 })],
    ['a fractional version', JSON.stringify({ ...manifest, version: 1.5 })],
    ['a version as text', JSON.stringify({ ...manifest, version: '5' })],
    ['no slots', JSON.stringify({ ...manifest, slots: [] })],
    ['an unknown purpose', JSON.stringify({ ...manifest, records: [{ purpose: 'other', version: 1, digest }] })],
    ['a field that is not known', JSON.stringify({ ...manifest, legacy: true })],
    ['a digest too short', JSON.stringify({ ...manifest, records: [{ purpose: 'credentials', version: 1, digest: 'AA' }] })],
  ];
  return Promise.all(
    payloads.map(async ([title, json]) => {
      const mac = await macSign(key, context('manifest', accountId, utf8(json)));
      const sealed = `signet.manifest.v1.${encodeBase64url(utf8(json))}.${encodeBase64url(mac)}`;
      return { title, accountId, rootKey, sealed, outcome: 'malformed' };
    }),
  );
}
