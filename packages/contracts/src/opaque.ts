/**
 * The OPAQUE suite (RFC 9807: 3DH, ristretto255, SHA-512, Argon2id) as both ends compile it in.
 * The stretching parameters are RFC 9106's second recommended option; no message of the server can lower them.
 */
export const opaqueSuite = {
  id: 'signet-opaque-1',
  keyStretching: { 'argon2id-custom': { memory: 65_536, iterations: 3, parallelism: 4 } },
} as const;

/**
 * The identities that both ends authenticate. The e-mail is not among them: it may change, the account id never does.
 * `issuer` is the origin of this installation, so a record made for one Signet cannot serve another.
 */
export function opaqueIdentifiers(
  issuer: string,
  accountId: string,
): { client: string; server: string } {
  return { client: accountId, server: `${issuer}#${opaqueSuite.id}` };
}

/** Sizes in base64url characters of the messages as `@serenity-kit/opaque` writes them, with room to spare. */
export const opaqueMessageLimit = 1_024;
