import { createHash } from 'node:crypto';
import { CompactEncrypt, CompactSign, importJWK } from 'jose';
import * as v from 'valibot';
import { letterSchema, letterTokenType, sealedLetterType } from '@signet/contracts/letter';
import type { Registry } from '@signet/contracts/registry';
import type { Proofing } from '../proofing.ts';

export type PrintableLetter = v.InferOutput<typeof letterSchema>;

/** LETTER-1: signed, so that nothing but proofing has letters printed, then sealed to the printer, so that nobody on the way reads one. */
export async function sealLetter(
  { keys }: Pick<Proofing, 'keys'>,
  { encryptionKey }: NonNullable<Registry['printer']>,
  letter: PrintableLetter,
): Promise<{ readonly sealed: string; readonly sealedDigest: string }> {
  const signed = await new CompactSign(
    new TextEncoder().encode(JSON.stringify(v.parse(letterSchema, letter))),
  )
    .setProtectedHeader({ alg: 'ES256', typ: letterTokenType, kid: keys.facts.kid })
    .sign(keys.facts.key);
  const sealed = await new CompactEncrypt(new TextEncoder().encode(signed))
    .setProtectedHeader({
      alg: 'ECDH-ES',
      enc: 'A256GCM',
      typ: sealedLetterType,
      cty: 'JWT',
      kid: encryptionKey.kid,
    })
    .encrypt(await importJWK({ ...encryptionKey }, 'ECDH-ES'));
  return { sealed, sealedDigest: createHash('sha256').update(sealed).digest('base64url') };
}
