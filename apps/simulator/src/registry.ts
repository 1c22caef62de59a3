import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { openRegistry } from '@signet/contracts/open-registry';
import { registryKeySchema, type Registry } from '@signet/contracts/registry';
import { verifyEd25519 } from '@signet/vault';

/** The registry as Signet serves it, believed because the pinned key signed it (WEB-5). */
export async function fetchRegistry(issuer: string, keyFile: string): Promise<Registry> {
  const key = v.parse(registryKeySchema, JSON.parse(await readFile(keyFile, 'utf8')));
  const response = await fetch(new URL('/registry.jws', issuer));
  const opened = await openRegistry(await response.text(), {
    key: key.x,
    issuer,
    now: Date.now(),
    verify: verifyEd25519,
  });
  if (!opened.ok) throw new Error(`The registry cannot be believed: ${opened.error.type}.`);
  return opened.value;
}
