import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CompactSign, exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { registryType, type Registry } from '@signet/contracts/registry';
import { createKeys } from '../keys/create-keys.ts';
import type { SourceName } from '../sources/manifests.ts';

export type Installation = {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** What only the bff has. */
  readonly relayKey: CryptoKey;
  /** What only the print shop has. */
  readonly printerKey: CryptoKey;
  remove(): void;
};

type Wish = {
  readonly origin: string;
  readonly credentials: Readonly<Record<SourceName, object>>;
  /** Where each source is, where it is not below the origin by its name. */
  readonly urls?: Readonly<Record<SourceName, string>>;
  readonly timeouts?: Partial<Record<SourceName, number>>;
  readonly stepBudgetMs?: number;
  readonly timeoutMs?: number;
  readonly port?: number;
};

/** A whole installation in a temporary folder: keys, signed registry, sources and their credentials. */
export async function install({
  origin,
  credentials,
  urls,
  timeouts,
  timeoutMs = 3_000,
  stepBudgetMs = Math.max(5_000, timeoutMs),
  port = 0,
}: Wish): Promise<Installation> {
  const folder = mkdtempSync(path.join(tmpdir(), 'signet-proofing-'));
  const file = (name: string) => path.join(folder, name);
  const write = (name: string, content: unknown) =>
    writeFileSync(file(name), typeof content === 'string' ? content : JSON.stringify(content));
  await createKeys(file('keys'));

  const relay = await generateKeyPair('ES256', { extractable: true });
  const signer = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  write('registry-key.json', await exportJWK(signer.publicKey));
  const printer = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const printerKey = { ...(await exportJWK(printer.publicKey)), kid: 'printer' };
  const registry = await registryOf(file('keys/public.json'), relay.publicKey, printerKey);
  write('registry.jws', await signRegistry(registry, signer.privateKey));
  write('expired.jws', await signRegistry({ ...registry, expiresAt: 1 }, signer.privateKey));
  write('other.jws', await signRegistry(registry, relay.privateKey, 'ES256'));
  write('old.jws', await signRegistry({ ...registry, agencies: undefined }, signer.privateKey));

  write('credentials.json', credentials);
  const sources = Object.keys(credentials).map((name) => [
    name,
    {
      url: urls?.[name as SourceName] ?? `${origin}/${name}`,
      timeoutMs: timeouts?.[name as SourceName] ?? timeoutMs,
      credential: { file: 'credentials.json', name },
    },
  ]);
  const letters = {
    mailerId: '123456',
    serviceType: '040',
    returnAddress: ['Signet', 'PO Box 1', 'Nowhere VA 00000'],
  };
  const section = { stepBudgetMs, sources: Object.fromEntries(sources) as object, letters };
  write('deployment.json', { proofing: section, bff: 'nobody here looks' });
  return {
    folder,
    relayKey: relay.privateKey,
    printerKey: printer.privateKey,
    environment: {
      SIGNET_PROOFING_PORT: String(port),
      SIGNET_PROOFING_KEYS: file('keys'),
      SIGNET_DEPLOYMENT: file('deployment.json'),
      SIGNET_CREDENTIALS: folder,
      SIGNET_REGISTRY: file('registry.jws'),
      SIGNET_REGISTRY_KEY: file('registry-key.json'),
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

async function registryOf(
  publicKeys: string,
  relayKey: CryptoKey,
  printerKey: JWK,
): Promise<Registry> {
  const bffKey = { ...(await exportJWK(relayKey)), kid: 'relay' } as Registry['bff']['relayKey'];
  return {
    version: 1,
    issuedAt: 1_700_000_000,
    expiresAt: 4_000_000_000,
    issuer: 'https://signet.example.test',
    proofing: {
      ...(JSON.parse(readFileSync(publicKeys, 'utf8')) as Registry['proofing']),
      profile: 'as-published',
    },
    bff: { relayKey: bffKey, statusKey: bffKey },
    printer: { encryptionKey: printerKey as NonNullable<Registry['printer']>['encryptionKey'] },
    agencies: [],
  };
}

function signRegistry(registry: object, key: CryptoKey | JWK, alg = 'EdDSA'): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(registry)))
    .setProtectedHeader({ alg, typ: registryType })
    .sign(key);
}
