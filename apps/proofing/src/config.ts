import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compactVerify, importJWK, type JWK } from 'jose';
import * as v from 'valibot';
import {
  registryKeySchema,
  registrySchema,
  registryType,
  type Registry,
} from '@signet/contracts/registry';
import { readDeployment, type Deployment } from './sources/deployment.ts';

const text = v.pipe(v.string(), v.minLength(1));

const environmentSchema = v.object({
  SIGNET_PROOFING_PORT: v.pipe(
    v.string(),
    v.regex(/^\d{1,5}$/, 'must be a port'),
    v.transform(Number),
  ),
  SIGNET_PROOFING_KEYS: text,
  SIGNET_SOURCES: text,
  SIGNET_REGISTRY: text,
  SIGNET_REGISTRY_KEY: text,
});

export type Config = {
  readonly port: number;
  readonly keyFolder: string;
  readonly deployment: Deployment;
  readonly registry: Registry;
};

/** Reads environment, source configuration and signed registry once, at start; every problem is one clear sentence. */
export async function readConfig(
  environment: Record<string, string | undefined>,
  now = Date.now(),
): Promise<Config> {
  const parsed = v.safeParse(environmentSchema, environment);
  if (!parsed.success) {
    throw new Error(
      parsed.issues
        .map((issue) => `${v.getDotPath(issue) ?? 'environment'}: ${issue.message}`)
        .join('; '),
    );
  }
  const found = parsed.output;
  return {
    port: found.SIGNET_PROOFING_PORT,
    keyFolder: found.SIGNET_PROOFING_KEYS,
    deployment: readDeployment(found.SIGNET_SOURCES, {
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
  const key = await importJWK({ ...jwk.output } as JWK, 'EdDSA');
  const { payload, protectedHeader } = await compactVerify(readText(file), key, {
    algorithms: ['EdDSA', 'Ed25519'],
  }).catch(() => {
    throw new Error(`the registry ${file} is not signed by the registry key`);
  });
  const registry = v.safeParse(registrySchema, JSON.parse(new TextDecoder().decode(payload)));
  if (protectedHeader.typ !== registryType || !registry.success)
    throw new Error(`the registry ${file} is not a registry of this version`);
  if (registry.output.expiresAt * 1000 < now)
    throw new Error(`the registry ${file} has expired; sign it again`);
  return registry.output;
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
