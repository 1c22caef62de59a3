import { compactVerify, importJWK, type JWK } from 'jose';

/** Keys that an agency with sealed delivery must not take from the provider's word alone. */
export type Trust = { readonly credentialKey: JWK; readonly statusKey: JWK };

/**
 * The registry is signed offline. Its public key was handed over when the agency was registered, so that whoever runs the
 * provider cannot put another issuer of credentials in place of the real one.
 */
export async function readTrust(issuer: string, registryKey: JWK): Promise<Trust> {
  const answer = await fetch(`${issuer}/registry.jws`, {
    redirect: 'error',
    signal: AbortSignal.timeout(5_000),
  });
  const { payload, protectedHeader } = await compactVerify(
    await answer.text(),
    await importJWK(registryKey, 'EdDSA'),
    { algorithms: ['EdDSA'] },
  );
  const registry = JSON.parse(new TextDecoder().decode(payload)) as {
    readonly issuer: string;
    readonly expiresAt: number;
    readonly proofing: { readonly credentialKey: JWK };
    readonly bff: { readonly statusKey: JWK };
  };
  const holds =
    protectedHeader.typ === 'signet-registry+jwt' &&
    registry.issuer === issuer &&
    registry.expiresAt * 1000 > Date.now();
  if (!holds) throw new Error('The registry is not one for this provider, or it has expired.');
  return { credentialKey: registry.proofing.credentialKey, statusKey: registry.bff.statusKey };
}
