import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { webcrypto } from 'node:crypto';
import * as v from 'valibot';
import { openRegistry, type RegistryFault } from '@signet/contracts/open-registry';
import { registryKeySchema, type Registry } from '@signet/contracts/registry';
import { whatOf } from '@signet/contracts/what-of';
import { readDeployment, type Deployment } from './sources/deployment.ts';

const text = v.pipe(v.string(), v.minLength(1));

const environmentSchema = v.object({
  SIGNET_PROOFING_PORT: v.pipe(
    v.string(),
    v.regex(/^\d{1,5}$/, 'must be a port'),
    v.transform(Number),
  ),
  SIGNET_PROOFING_KEYS: text,
  SIGNET_DEPLOYMENT: text,
  SIGNET_CREDENTIALS: text,
  SIGNET_REGISTRY: text,
  SIGNET_REGISTRY_KEY: text,
});

export type Config = {
  readonly port: number;
  readonly keyFolder: string;
  readonly deployment: Deployment;
  readonly registry: Registry;
};

/** Reads environment, the deployment's file and the signed registry once, at start; every problem is one clear sentence. */
export async function readConfig(
  environment: Record<string, string | undefined>,
  now = Date.now(),
): Promise<Config> {
  const parsed = v.safeParse(environmentSchema, environment);
  if (!parsed.success) {
    throw new Error(
      parsed.issues
        .map((issue) => `${v.getDotPath(issue) ?? 'environment'}: ${whatOf(issue)}`)
        .join('; '),
    );
  }
  const found = parsed.output;
  return {
    port: found.SIGNET_PROOFING_PORT,
    keyFolder: found.SIGNET_PROOFING_KEYS,
    deployment: readDeployment(found.SIGNET_DEPLOYMENT, {
      credentials: found.SIGNET_CREDENTIALS,
      json: readJson,
      variable: (name) => environment[name],
    }),
    registry: await readRegistry(found.SIGNET_REGISTRY, found.SIGNET_REGISTRY_KEY, now),
  };
}

/** WEB-5: signed by the pinned key, of the right type, not expired. */
async function readRegistry(file: string, keyFile: string, now: number): Promise<Registry> {
  const jwk = v.safeParse(registryKeySchema, readJson(keyFile));
  if (!jwk.success) throw new Error(`the file ${keyFile} is not the registry's public key`);
  const opened = await openRegistry(readText(file), {
    key: jwk.output.x,
    issuer: undefined,
    now,
    verify,
  });
  if (!opened.ok) throw new Error(`the registry ${file} ${sentences[opened.error.type]}`);
  return opened.value;
}

// prettier-ignore
const sentences: Record<RegistryFault, string> = {
  not_signed:   'is not signed by the registry key',
  malformed:    'is not a registry of this version',
  other_issuer: 'is for another installation',
  expired:      'has expired; sign it again',
  client_twice: 'names a client twice',
};

async function verify(
  publicKey: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const key = await webcrypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  return webcrypto.subtle.verify('Ed25519', key, signature, signed);
}

function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words quote the file, and the file may be one of secrets.
    throw new Error(`the file ${file} is not JSON`);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`the file ${file} cannot be read`);
  }
}

/** The barcode decoder's WASM, from the installed package: nothing is fetched. */
export function readBarcodeDecoder(): Uint8Array<ArrayBuffer> {
  const resolve = createRequire(import.meta.url).resolve;
  return new Uint8Array(readFileSync(resolve('zxing-wasm/reader/zxing_reader.wasm')));
}
