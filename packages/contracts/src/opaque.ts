/** The OPAQUE suite (RFC 9807: 3DH, ristretto255, SHA-512, Argon2id) as both ends compile it in. */
const suiteId = 'signet-opaque-1';

/**
 * The identities that both ends authenticate. The e-mail is not among them: it may change, the account id never does.
 * `issuer` is the origin of this installation, so a record made for one Signet cannot serve another.
 */
export function opaqueIdentifiers(
  issuer: string,
  accountId: string,
): { client: string; server: string } {
  return { client: accountId, server: `${issuer}#${suiteId}` };
}

/** Sizes in base64url characters of the messages as `@serenity-kit/opaque` writes them, with room to spare. */
export const opaqueMessageLimit = 1_024;
