import { createHash } from 'node:crypto';
import { CompactSign, type CryptoKey } from 'jose';
import { relayStatementType } from '@signet/contracts/relay-wire';
import { ids } from './applicant.ts';

type Over = { readonly key: CryptoKey | Uint8Array; readonly at: number; readonly request: string };

/** The bff's word over one request; a forger may change its payload, its header or the key. */
export function signStatement(
  { key, at, request }: Over,
  changes: Readonly<Record<string, unknown>> = {},
  how: { readonly key?: CryptoKey | Uint8Array; readonly alg?: string; readonly typ?: string } = {},
): Promise<string> {
  const iat = Math.floor(at / 1000);
  const payload = {
    iss: 'signet-bff',
    iat,
    exp: iat + 60,
    ...ids,
    step: 'check-information',
    requestDigest: createHash('sha256').update(request).digest('base64url'),
    ...changes,
  };
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: how.alg ?? 'ES256', typ: how.typ ?? relayStatementType })
    .sign(how.key ?? key);
}
