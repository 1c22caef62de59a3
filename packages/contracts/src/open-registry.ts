import * as v from 'valibot';
import {
  registryKeySchema,
  registrySchema,
  registryType,
  successionType,
  type Registry,
} from './registry.ts';
import { failed, ok, type Result } from './result.ts';
import { compactJws } from './text.ts';

/** `publicKey` is the `x` of an Ed25519 JWK, in base64url like the signature. */
export type VerifySignature = (
  publicKey: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  signed: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

export type Trust = {
  /** The pinned key: `x` of an Ed25519 JWK. */
  readonly key: string;
  /** The installation that the registry must be for; proofing serves whichever one its own key names. */
  readonly issuer: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly verify: VerifySignature;
};

export type RegistryFault =
  | 'not_signed'
  | 'malformed'
  | 'other_issuer'
  | 'expired'
  | 'client_twice';

const headerSchema = v.object({
  alg: v.literal('EdDSA'),
  typ: v.literal(registryType),
  succession: v.optional(v.pipe(v.array(compactJws(2_000)), v.maxLength(10))),
});
const successionHeader = v.object({ alg: v.literal('EdDSA'), typ: v.literal(successionType) });

/** The old key's word for the new one (`typ` `successionType`). Until `until` whoever trusts the old key trusts the new. */
const successionSchema = v.strictObject({
  issuer: v.string(),
  key: registryKeySchema,
  until: v.pipe(v.number(), v.integer()),
});

/**
 * WEB-5, WEB-20: a registry signed by the pinned key, or by one that the pinned key handed over to; of the right type, for
 * this installation, not expired. Browser, bff and proofing open it with this one function.
 */
export async function openRegistry(
  text: string,
  trust: Trust,
): Promise<Result<Registry, { readonly type: RegistryFault }>> {
  const jws = text.trim();
  const signer = await signerOf(jws, trust);
  if (!(await isSigned(jws, signer, trust.verify))) return failed({ type: 'not_signed' } as const);
  const [header, payload] = partsOf(jws);
  const registry = v.safeParse(registrySchema, payload);
  if (!v.is(headerSchema, header) || !registry.success)
    return failed({ type: 'malformed' } as const);
  const { issuer, expiresAt, agencies } = registry.output;
  if (trust.issuer !== undefined && issuer !== trust.issuer)
    return failed({ type: 'other_issuer' } as const);
  if (expiresAt * 1_000 <= trust.now) return failed({ type: 'expired' } as const);
  if (new Set(agencies.map(({ clientId }) => clientId)).size !== agencies.length)
    return failed({ type: 'client_twice' } as const);
  return ok(registry.output);
}

/** The key at the end of the chain of successions that begins with the pinned one. */
async function signerOf(jws: string, { key, issuer, now, verify }: Trust): Promise<string> {
  const header = v.safeParse(headerSchema, partsOf(jws)[0]);
  let trusted = key;
  for (const statement of header.success ? (header.output.succession ?? []) : []) {
    // One for a key before the pinned one is not for us.
    if (!(await isSigned(statement, trusted, verify))) continue;
    const [head, payload] = partsOf(statement);
    const said = v.safeParse(successionSchema, payload);
    const holds =
      v.is(successionHeader, head) &&
      said.success &&
      (issuer === undefined || said.output.issuer === issuer) &&
      said.output.until * 1_000 > now;
    if (holds) trusted = said.output.key.x;
  }
  return trusted;
}

async function isSigned(jws: string, key: string, verify: VerifySignature): Promise<boolean> {
  const [header = '', payload = '', signature = '', ...rest] = jws.split('.');
  const [publicKey, signatureBytes] = [bytesOf(key), bytesOf(signature)];
  if (rest.length > 0 || publicKey === undefined || signatureBytes === undefined) return false;
  return verify(publicKey, signatureBytes, new TextEncoder().encode(`${header}.${payload}`));
}

function partsOf(jws: string): readonly [header: unknown, payload: unknown] {
  const [header = '', payload = ''] = jws.split('.');
  return [jsonOf(header), jsonOf(payload)];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(text)));
  } catch {
    return undefined;
  }
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
}
