import * as v from 'valibot';
import { verifyEd25519, type Ed25519Verifier } from '@signet/vault';
import {
  registrySchema,
  registryType,
  type Agency,
  type Registry,
} from '@signet/contracts/registry';

export class RegistryRefused extends Error {
  readonly code = 'registry_refused';
}

const headerSchema = v.object({ alg: v.literal('EdDSA'), typ: v.literal(registryType) });

let known: Promise<Registry> | undefined;

/** The registry, read once per page load: everything that the browser encrypts to or names to the person comes from it. */
export function registry(): Promise<Registry> {
  known ??= fetchRegistry().catch((cause: unknown) => {
    known = undefined;
    throw cause;
  });
  return known;
}

export async function agencyOf(clientId: string): Promise<Agency | undefined> {
  return (await registry()).agencies.find((one) => one.clientId === clientId);
}

async function fetchRegistry(): Promise<Registry> {
  const response = await fetch('/registry.jws', {
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
  });
  return readRegistry(await response.text(), {
    key: __REGISTRY_KEY__.x,
    origin: location.origin,
    now: Date.now(),
  });
}

/** WEB-5: signed by the compiled-in key, of the right type, for this origin, not expired; or nothing at all. */
async function readRegistry(
  jws: string,
  trust: { readonly key: string; readonly origin: string; readonly now: number },
): Promise<Registry> {
  const [header = '', payload = '', signature = '', ...rest] = jws.trim().split('.');
  if (rest.length > 0) throw new RegistryRefused('not a registry');
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  const genuine = await verifyEd25519(bytesOf(trust.key), bytesOf(signature), signed, loadFallback);
  if (!genuine) throw new RegistryRefused('not signed by the registry key');
  const registry = v.safeParse(registrySchema, jsonOf(payload));
  if (!v.is(headerSchema, jsonOf(header)) || !registry.success)
    throw new RegistryRefused('not a registry of this version');
  if (registry.output.issuer !== trust.origin) throw new RegistryRefused('for another origin');
  if (registry.output.expiresAt * 1000 <= trust.now) throw new RegistryRefused('expired');
  return registry.output;
}

/** Only where WebCrypto lacks Ed25519, and only over public bytes: docs/decisions/0005. */
async function loadFallback(): Promise<Ed25519Verifier> {
  const { loadLiner } = await import('./ed25519-fallback.ts');
  return loadLiner();
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    throw new RegistryRefused('not base64url');
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(text)));
  } catch {
    throw new RegistryRefused('not JSON');
  }
}
