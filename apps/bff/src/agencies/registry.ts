import { readFile } from 'node:fs/promises';
import { compactVerify, errors, importJWK } from 'jose';
import * as v from 'valibot';
import {
  registryKeySchema,
  registrySchema,
  registryType,
  type Registry,
} from '@signet/contracts/registry';

export type SignedRegistry = { readonly registry: Registry; readonly jws: string };

type Fault =
  | 'unreadable'
  | 'not_signed'
  | 'malformed'
  | 'expired'
  | 'other_issuer'
  | 'client_twice';

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

export type RegistrySource = {
  readonly file: string;
  /** The pinned Ed25519 public key, a JWK. */
  readonly keyFile: string;
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** Reads the registry and believes nothing in it before its signature is checked. A client that is not in it does not exist. */
export async function loadRegistry({
  file,
  keyFile,
  issuer,
  now,
}: RegistrySource): Promise<SignedRegistry> {
  const jws = (await readText(file)).trim();
  const registry = parse(await verifiedPayload(jws, await readText(keyFile), file, keyFile), file);
  if (registry.issuer !== issuer) throw new RegistryRefused('other_issuer', file);
  if (registry.expiresAt * 1_000 <= now) throw new RegistryRefused('expired', file);
  const clients = registry.agencies.map(({ clientId }) => clientId);
  if (new Set(clients).size !== clients.length) throw new RegistryRefused('client_twice', file);
  return { registry, jws };
}

async function verifiedPayload(
  jws: string,
  keyText: string,
  file: string,
  keyFile: string,
): Promise<Uint8Array> {
  const key = v.safeParse(registryKeySchema, json(keyText));
  if (!key.success) throw new RegistryRefused('unreadable', keyFile);
  try {
    const publicKey = await importJWK(key.output, 'EdDSA');
    const { payload, protectedHeader } = await compactVerify(jws, publicKey, {
      algorithms: ['EdDSA'],
    });
    if (protectedHeader.typ === registryType) return payload;
  } catch (problem) {
    if (!(problem instanceof errors.JOSEError)) throw problem;
  }
  throw new RegistryRefused('not_signed', file);
}

function parse(payload: Uint8Array, file: string): Registry {
  const parsed = v.safeParse(registrySchema, json(new TextDecoder().decode(payload)));
  if (!parsed.success) throw new RegistryRefused('malformed', file);
  return parsed.output;
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
