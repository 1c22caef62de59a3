import { webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { openRegistry, type RegistryFault } from '@signet/contracts/open-registry';
import { registryKeySchema, type Registry } from '@signet/contracts/registry';
import type { Config } from '../config.ts';

export type SignedRegistry = { readonly registry: Registry; readonly jws: string };

type Fault = RegistryFault | 'unreadable';

// prettier-ignore
const sentences: Record<Fault, string> = {
  unreadable:   'cannot be read',
  not_signed:   'is not signed by the pinned registry key',
  malformed:    'does not have the form of a registry',
  expired:      'has expired; it must be signed anew',
  other_issuer: 'is for another installation',
  client_twice: 'names a client twice',
};

class RegistryRefused extends Error {
  readonly code = 'registry_refused';
  readonly fault: Fault;
  constructor(fault: Fault, file: string) {
    super(`The registry ${file} ${sentences[fault]}.`);
    this.fault = fault;
  }
}

/** `registryKeyFile` is the pinned Ed25519 public key, a JWK. */
type RegistrySource = Pick<Config, 'registryFile' | 'registryKeyFile' | 'issuer'>;

/**
 * Reads the registry and believes nothing in it before its signature is checked. A client that is not in it does not exist. `now` in
 * milliseconds since the epoch.
 */
export async function loadRegistry(
  { registryFile: file, registryKeyFile: keyFile, issuer }: RegistrySource,
  now: number,
): Promise<SignedRegistry> {
  const jws = (await readText(file)).trim();
  const key = v.safeParse(registryKeySchema, json(await readText(keyFile)));
  if (!key.success) throw new RegistryRefused('unreadable', keyFile);
  const opened = await openRegistry(jws, { key: key.output.x, issuer, now, verify });
  if (!opened.ok) throw new RegistryRefused(opened.error.type, file);
  return { registry: opened.value, jws };
}

async function verify(
  publicKey: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const key = await webcrypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  return webcrypto.subtle.verify('Ed25519', key, signature, signed);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new RegistryRefused('unreadable', file);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
