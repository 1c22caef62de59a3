import { hash } from 'node:crypto';
import { PresentationRefused } from './presentation-refused.ts';

type Json = Readonly<Record<string, unknown>>;
export type Jwt = {
  readonly header: Json;
  readonly payload: Json;
  /** What was signed, and with what. */
  readonly signed: string;
  readonly signature: string;
};
type Disclosure = { readonly digest: string; readonly name: string; readonly value: unknown };

export type Presentation = {
  readonly credential: Jwt;
  readonly disclosures: readonly Disclosure[];
  readonly keyBinding: Jwt;
  /** What the key binding must name (RFC 9901 §4.3): everything before it. */
  readonly sdHash: string;
};

/** Names with a meaning of their own (RFC 9901 §4.1, §4.2.4.2). */
const reserved = ['_sd', '...', '_sd_alg'];

const sha256 = (text: string) => hash('sha256', text, 'base64url');

/** Reads a presentation (RFC 9901 §4), in which nothing is disclosed twice: nothing of it has been verified. */
export function readPresentation(presentation: string): Presentation {
  const parts = presentation.split('~');
  const keyBinding = parts.at(-1) ?? '';
  if (parts.length < 2 || keyBinding === '') throw new PresentationRefused('key_binding_missing');
  const disclosures = parts.slice(1, -1).map(readDisclosure);
  if (new Set(disclosures.map(({ name }) => name)).size !== disclosures.length)
    throw new PresentationRefused('disclosures');
  return {
    credential: readJwt(parts[0] ?? ''),
    disclosures,
    keyBinding: readJwt(keyBinding),
    sdHash: sha256(presentation.slice(0, -keyBinding.length)),
  };
}

/**
 * The claims of a credential whose signature holds, open and disclosed together (RFC 9901 §7.1), for credentials as proofing makes them:
 * what is hidden is hidden whole and at the top. Everything else that the standard knows is refused.
 */
export function disclosedClaims({ credential, disclosures }: Presentation): Json {
  const { _sd: signed, _sd_alg: alg, ...open } = credential.payload;
  const digests = new Set<unknown>(Array.isArray(signed) ? signed : []);
  const names = disclosures.map(({ name }) => name);
  const holds =
    alg === 'sha-256' &&
    Array.isArray(signed) &&
    digests.size === signed.length &&
    disclosures.every(({ digest }) => digests.has(digest)) &&
    names.every((name) => !Object.hasOwn(open, name) && !reserved.includes(name)) &&
    ![open, ...disclosures.map(({ value }) => value)].some(hidesMore);
  if (!holds) throw new PresentationRefused('disclosures');
  return { ...open, ...Object.fromEntries(disclosures.map(({ name, value }) => [name, value])) };
}

/** Whether somewhere within is one of the standard's own names. */
function hidesMore(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => reserved.includes(name) || hidesMore(inner));
}

/** RFC 9901 §4.2.1: `[salt, name, value]`; a disclosed element of an array, which has no name, is of no use here. */
function readDisclosure(encoded: string): Disclosure {
  const [salt, name, ...values] = elements(encoded);
  if (typeof salt !== 'string' || typeof name !== 'string' || values.length !== 1)
    throw new PresentationRefused('disclosures');
  return { digest: sha256(encoded), name, value: values[0] };
}

function elements(encoded: string): readonly unknown[] {
  try {
    const value = parse(encoded);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** RFC 7515 §7.1. */
function readJwt(jwt: string): Jwt {
  const [header = '', payload = '', signature = '', ...more] = jwt.split('.');
  try {
    const read = [parse(header), parse(payload)];
    if (more.length > 0 || !read.every(isObject)) throw new Error('no JWT');
    bytesOf(signature);
    const [heading, claims] = read as [Json, Json];
    return { header: heading, payload: claims, signed: `${header}.${payload}`, signature };
  } catch {
    throw new PresentationRefused('malformed');
  }
}

const isObject = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(encoded: string): unknown {
  return JSON.parse(bytesOf(encoded).toString('utf8'));
}

/** One spelling alone: Node passes over what is no base64url. */
function bytesOf(encoded: string): Buffer {
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.toString('base64url') !== encoded) throw new Error('no base64url');
  return bytes;
}
