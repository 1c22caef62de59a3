import {
  startAuthentication,
  startRegistration,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/browser';
import { passkeyPrfInput } from '@signet/vault';

/** What a passkey opens the vault with: the result of WebAuthn's PRF extension, 32 bytes. It never leaves this tab. */
export type PasskeyPrf = { readonly credentialId: string; readonly prf: Uint8Array };

export type PasskeyAnswer = {
  readonly credentialId: string;
  /** What goes to the bff: everything but the results of the extensions. */
  readonly response: Record<string, unknown>;
  /** Absent when the passkey has no PRF, or has it only for one that exists already. */
  readonly prf: Uint8Array | undefined;
};

/** The input is compiled in; whatever a server asks for is overridden (FORMAT.md §3). */
async function withPrf<Options extends { readonly extensions?: object }>(options: Options) {
  return {
    ...options,
    extensions: { ...options.extensions, prf: { eval: { first: await passkeyPrfInput() } } },
  };
}

function answerOf(given: RegistrationResponseJSON | AuthenticationResponseJSON): PasskeyAnswer {
  const { clientExtensionResults, ...response } = given;
  const first = clientExtensionResults.prf?.results?.first;
  const prf = first === undefined ? undefined : bytesOf(first);
  return {
    credentialId: given.id,
    response: { ...response, clientExtensionResults: {} },
    prf: prf?.length === 32 ? prf : undefined,
  };
}

/** A new passkey; undefined when the person stopped or the device has none. */
export async function makePasskey(
  options: Record<string, unknown>,
): Promise<PasskeyAnswer | undefined> {
  const optionsJSON = await withPrf(options as unknown as PublicKeyCredentialCreationOptionsJSON);
  const made = await startRegistration({ optionsJSON }).catch(() => undefined);
  return made === undefined ? undefined : answerOf(made);
}

/** An answer from a passkey that exists; undefined when the person stopped or there is none. */
export async function askPasskey(
  options: Record<string, unknown>,
): Promise<PasskeyAnswer | undefined> {
  const optionsJSON = await withPrf(options as unknown as PublicKeyCredentialRequestOptionsJSON);
  const given = await startAuthentication({ optionsJSON }).catch(() => undefined);
  return given === undefined ? undefined : answerOf(given);
}

/** The same as a second step, where nothing is opened: no extension is asked for, whatever the server says. */
export async function showPasskey(
  options: Record<string, unknown>,
): Promise<PasskeyAnswer['response'] | undefined> {
  const { extensions: _whatever, ...rest } = options;
  const optionsJSON = rest as unknown as PublicKeyCredentialRequestOptionsJSON;
  const given = await startAuthentication({ optionsJSON }).catch(() => undefined);
  return given === undefined ? undefined : answerOf(given).response;
}

/**
 * Asks one passkey for its PRF alone. Nobody checks the answer, so its challenge is made here; many passkeys tell theirs only
 * once they exist.
 */
export async function prfOf(credentialId: string): Promise<Uint8Array | undefined> {
  const challenge = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
  const answer = await askPasskey({
    challenge: challenge.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
    userVerification: 'required',
    allowCredentials: [{ id: credentialId, type: 'public-key' }],
  });
  return answer?.prf;
}

function bytesOf(source: ArrayBufferLike | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
