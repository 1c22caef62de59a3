import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';

/** Keys that an agency with sealed delivery must not take from the provider's word alone. */
export type Trust = { readonly credentialKey: JWK; readonly statusKey: JWK };

/** The newest registry that was seen of each provider: an older one that has not ended yet names keys that were taken out. A real agency keeps it for longer than a process lives. */
const newest = new Map<string, number>();

/**
 * The registry is signed offline. Its public key was handed over when the agency was registered, so that whoever runs the
 * provider cannot put another issuer of credentials in place of the real one.
 */
export async function readTrust(issuer: string, registryKey: JWK): Promise<Trust> {
  const answer = await fetch(`${issuer}/registry.jws`, {
    redirect: 'error',
    signal: AbortSignal.timeout(5_000),
  });
  const jws = await answer.text();
  const signer = await signerOf(jws, issuer, registryKey);
  const registry = (await contentOf(jws, signer, 'signet-registry+jwt')) as {
    readonly version: number;
    readonly issuer: string;
    readonly expiresAt: number;
    readonly proofing: { readonly credentialKey: JWK };
    readonly bff: { readonly statusKey: JWK };
  };
  const holds = registry.issuer === issuer && registry.expiresAt * 1000 > Date.now();
  if (!holds) throw new Error('The registry is not one for this provider, or it has expired.');
  if (registry.version < (newest.get(issuer) ?? 0))
    throw new Error('The registry is older than one that was seen before.');
  newest.set(issuer, registry.version);
  return { credentialKey: registry.proofing.credentialKey, statusKey: registry.bff.statusKey };
}

/** A registry key hands over to the next by a statement with an end, in the registry's header: whoever has the old key follows until then. */
async function signerOf(jws: string, issuer: string, registryKey: JWK): Promise<JWK> {
  const { succession = [] } = decodeProtectedHeader(jws) as { succession?: readonly string[] };
  let trusted = registryKey;
  for (const statement of succession.slice(0, 10)) {
    // One that a key before ours made is not for us.
    const said = (await contentOf(statement, trusted, 'signet-registry-key+jwt').catch(
      () => undefined,
    )) as { readonly issuer: string; readonly key: JWK; readonly until: number } | undefined;
    if (said?.issuer === issuer && said.until * 1000 > Date.now()) trusted = said.key;
  }
  return trusted;
}

async function contentOf(jws: string, key: JWK, typ: string): Promise<unknown> {
  const { payload, protectedHeader } = await compactVerify(jws, await importJWK(key, 'EdDSA'), {
    algorithms: ['EdDSA'],
  });
  if (protectedHeader.typ !== typ) throw new Error(`What is signed is no ${typ}.`);
  return JSON.parse(new TextDecoder().decode(payload));
}
