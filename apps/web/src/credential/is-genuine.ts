import { importJWK, jwtVerify } from 'jose';
import * as v from 'valibot';
import { credential } from '@signet/contracts/claims';
import { statusReference } from '@signet/contracts/credential-status';
import { registry } from '../app/registry.ts';
import type { HeldCredential } from '../vault/credentials.ts';

const said = v.looseObject({
  vct: v.literal(credential.type),
  cnf: v.object({ jwk: v.object({ x: v.string(), y: v.string() }) }),
  status: statusReference,
});

/** Signed by proofing, of this origin, with a place in a status list, and bound to our key. */
export async function isGenuine({
  credential: text,
  holderKey,
}: Pick<HeldCredential, 'credential' | 'holderKey'>): Promise<boolean> {
  try {
    const { proofing } = await registry();
    const key = await importJWK({ ...proofing.credentialKey }, 'ES256');
    const { payload } = await jwtVerify(text.split('~')[0] ?? '', key, {
      algorithms: ['ES256'],
      typ: credential.headerType,
      issuer: location.origin,
    });
    const { cnf } = v.parse(said, payload);
    return cnf.jwk.x === holderKey.x && cnf.jwk.y === holderKey.y;
  } catch {
    return false;
  }
}
