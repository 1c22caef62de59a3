import { compactDecrypt, compactVerify, importJWK, type JWK } from 'jose';

/** What is printed and where it goes. */
export type OpenedLetter = {
  readonly letterId: string;
  readonly serial: string;
  readonly language: string;
  readonly address: readonly string[];
  readonly pdf: Buffer;
};

/**
 * Opens what was sealed to the shop and looks whether its customer wrote it: a JWS inside a JWE. Undefined for whatever is not, or is
 * not the letter that it is said to be.
 */
export async function openLetter(
  sealed: string,
  letterId: string,
  keys: { readonly printer: JWK; readonly customer: JWK },
): Promise<OpenedLetter | undefined> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(
      sealed,
      await importJWK(keys.printer, 'ECDH-ES'),
      { keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] },
    );
    const signed = await compactVerify(plaintext, await importJWK(keys.customer, 'ES256'), {
      algorithms: ['ES256'],
    });
    if (protectedHeader.typ !== 'signet-letter+jwe') return undefined;
    if (signed.protectedHeader.typ !== 'signet-letter+jwt') return undefined;
    const letter = JSON.parse(new TextDecoder().decode(signed.payload)) as Record<string, unknown>;
    const { serial, language, address, pdf } = letter;
    if (letter['letterId'] !== letterId || typeof pdf !== 'string' || !Array.isArray(address))
      return undefined;
    return {
      letterId,
      serial: String(serial),
      language: String(language),
      address: address.map(String),
      pdf: Buffer.from(pdf, 'base64url'),
    };
  } catch {
    return undefined;
  }
}
