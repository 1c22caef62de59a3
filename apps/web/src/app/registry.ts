import { verifyEd25519, type Ed25519Verifier } from '@signet/vault';
import { openRegistry, type RegistryFault } from '@signet/contracts/open-registry';
import type { Agency, Registry } from '@signet/contracts/registry';
import { rememberRegistry, type RegistryMark } from '../vault/agency-keys.ts';
import { RegistryRefused } from './registry-refused.ts';
import { noAnswer } from './no-answer.ts';
import { Unreachable, unreachable } from './unreachable.ts';

// prettier-ignore
const refusals: Record<RegistryFault, () => RegistryRefused> = {
  not_signed:   () => new RegistryRefused('not signed by the registry key'),
  malformed:    () => new RegistryRefused('not a registry of this version'),
  other_issuer: () => new RegistryRefused('for another origin'),
  expired:      () => new RegistryRefused('expired'),
  client_twice: () => new RegistryRefused('one client twice'),
};

type Found = { readonly registry: Registry; readonly mark: RegistryMark };

let known: Promise<Found> | undefined;

/**
 * The registry, read once per page load and anew when it has ended: everything that the browser encrypts to or names to the person comes from it.
 * Where a vault is open, it must not be older than the newest that this vault has seen (WEB-20).
 */
export async function registry(): Promise<Registry> {
  const asked = (known ??= fetchRegistry());
  const found = await asked.catch((cause: unknown) => {
    forget(asked);
    throw cause;
  });
  // A page can stay open for longer than a registry holds; one that has ended is refused when it comes again.
  if (found.registry.expiresAt * 1_000 <= Date.now()) {
    forget(asked);
    return registry();
  }
  if ((await rememberRegistry(found.mark)) === 'older') {
    forget(asked);
    throw new RegistryRefused('older than one that was seen before');
  }
  return found.registry;
}

export async function agencyOf(clientId: string): Promise<Agency | undefined> {
  return (await registry()).agencies.find((one) => one.clientId === clientId);
}

/** The agency as the registry has it by now, which a page that stays open does not know: whoever hands something over looks again first (WEB-5). */
export async function agencyByNow(clientId: string): Promise<Agency | undefined> {
  known = undefined;
  return agencyOf(clientId);
}

/** Unless another caller has asked for the next one meanwhile: that one is waited for. */
function forget(asked: Promise<Found>): void {
  if (known === asked) known = undefined;
}

async function fetchRegistry(): Promise<Found> {
  const jws = await fetchJws();
  const opened = await openRegistry(jws, {
    key: __REGISTRY_KEY__.x,
    issuer: location.origin,
    now: Date.now(),
    verify: (key, signature, signed) => verifyEd25519(key, signature, signed, loadFallback),
  });
  if (!opened.ok) throw refusals[opened.error.type]();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(jws));
  const mark = {
    version: opened.value.version,
    digest: btoa(String.fromCharCode(...new Uint8Array(digest))),
  };
  return { registry: opened.value, mark };
}

/** Asked for each time, and sent only where it is another than the one in the browser's cache. */
async function fetchJws(): Promise<string> {
  let response: Response;
  let text: string;
  try {
    response = await fetch('/registry.jws', {
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-cache',
    });
    text = await response.text();
  } catch {
    throw unreachable(noAnswer());
  }
  if (!response.ok) throw new Unreachable();
  return text.trim();
}

/** Only where WebCrypto lacks Ed25519, and only over public bytes: docs/decisions/0005. */
async function loadFallback(): Promise<Ed25519Verifier> {
  const { loadLiner } = await import('./ed25519-fallback.ts');
  return loadLiner();
}
