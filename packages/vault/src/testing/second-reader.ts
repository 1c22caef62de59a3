import { createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** A reader of vaults written from FORMAT.md alone, on OpenSSL. It imports nothing of ours, on purpose. */
export interface SecondVault {
  readonly accountId: string;
  readonly manifest: string;
  readonly slots: readonly { kind: string; slotId: string; epoch: number; sealed: string }[];
  readonly records: readonly { purpose: string; version: number; sealed: string }[];
}

/** What each record holds. Throws for every vault that it does not read in full. */
export function readVault(vault: SecondVault, kind: string, secret: Buffer): Map<string, Buffer> {
  const { accountId } = vault;
  const slot = vault.slots.find((each) => each.kind === kind);
  if (slot === undefined) throw new Error('no slot');
  const rootKey = openSlot(slot, accountId, secret);
  const manifest = openManifest(vault, rootKey);
  return new Map(
    vault.records.map(({ purpose, version, sealed }) => {
      const place = [accountId, manifest.rootKeyEpoch, purpose, version];
      const [nonce, ciphertext] = parts(sealed, 'record', 2);
      const padded = decrypt(
        derive(rootKey, 'record-key', ...place),
        nonce,
        ciphertext,
        context('record', ...place),
      );
      return [purpose, padded.subarray(4, 4 + padded.readUInt32BE(0))];
    }),
  );
}

function openSlot(slot: SecondVault['slots'][number], accountId: string, secret: Buffer): Buffer {
  const place = [accountId, slot.kind, slot.slotId, slot.epoch];
  const [commitment, nonce, wrapped] = parts(slot.sealed, 'slot', 3);
  if (!timingSafeEqual(derive(secret, 'commit', ...place), commitment))
    throw new Error('wrong secret');
  return decrypt(
    derive(secret, 'kek', ...place),
    nonce,
    wrapped,
    context('slot', ...place, commitment),
  );
}

function openManifest(vault: SecondVault, rootKey: Buffer): { rootKeyEpoch: number } {
  const [payload, mac] = parts(vault.manifest, 'manifest', 2);
  const key = derive(rootKey, 'manifest-key', vault.accountId);
  const expected = createHmac('sha256', key)
    .update(context('manifest', vault.accountId, payload))
    .digest();
  if (!timingSafeEqual(expected, mac)) throw new Error('manifest');
  const manifest = JSON.parse(payload.toString('utf8')) as {
    rootKeyEpoch: number;
    slots: object[];
    records: object[];
  };
  const digest = (text: string) => createHash('sha256').update(text).digest('base64url');
  const stored = [
    ...vault.slots.map(({ sealed, ...slot }) => ({ ...slot, digest: digest(sealed) })),
    ...vault.records.map(({ sealed, ...record }) => ({ ...record, digest: digest(sealed) })),
  ];
  const line = (entry: object) => Object.entries(entry).map(String).toSorted().join();
  const ordered = (entries: object[]) => entries.map(line).toSorted().join();
  const listed = [...manifest.slots, ...manifest.records];
  if (ordered(stored) !== ordered(listed)) throw new Error('not what is listed');
  return manifest;
}

type Parts<Count> = Count extends 3 ? [Buffer, Buffer, Buffer] : [Buffer, Buffer];

function parts<Count extends 2 | 3>(text: string, kind: string, count: Count): Parts<Count> {
  const [signet, found, version, ...rest] = text.split('.');
  if (signet !== 'signet' || found !== kind || version !== 'v1' || rest.length !== count)
    throw new Error('shape');
  return rest.map((part) => Buffer.from(part, 'base64url')) as Parts<Count>;
}

function derive(key: Buffer, label: string, ...fields: (string | number)[]): Buffer {
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), context(label, ...fields), 32));
}

function context(label: string, ...fields: (string | number | Buffer)[]): Buffer {
  const encoded = [label, 'HKDF-SHA256+A256GCM', ...fields].map((field) => {
    if (typeof field !== 'number') return Buffer.from(field);
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(field));
    return bytes;
  });
  const prefixed = encoded.flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return [length, field];
  });
  return Buffer.concat([Buffer.from('signet/v1'), ...prefixed]);
}

function decrypt(key: Buffer, nonce: Buffer, ciphertext: Buffer, additional: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 }).setAAD(
    additional,
  );
  decipher.setAuthTag(ciphertext.subarray(-16));
  return Buffer.concat([decipher.update(ciphertext.subarray(0, -16)), decipher.final()]);
}
