const modern = ['ES256', 'PS256', 'EdDSA', 'Ed25519'] as const;

/** `alg` of what a client signs, by its profile (AGENCY-31): FAPI 2.0 §5.4.1 knows no RS256, and Login.gov nothing newer than ES256. */
// prettier-ignore
export const signaturesOfProfile = {
  'standard':  [...modern, 'RS256'],
  'login.gov': ['RS256', 'ES256'],
  'fapi2':     modern,
} as const satisfies Record<string, readonly string[]>;

export type SigningProfile = keyof typeof signaturesOfProfile;

type SignatureKey = { readonly kty: string } & Readonly<Record<string, unknown>>;

/** What a key of this type and curve can sign with (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864); of other curves nothing here. */
// prettier-ignore
const algorithms: Readonly<Record<string, readonly string[]>> = {
  'EC P-256':    ['ES256'],
  'OKP Ed25519': ['EdDSA', 'Ed25519'],
  'RSA':         ['RS256', 'PS256'],
};

/** RFC 7518 §3.3: 2048 bits or more. */
const shortestModulusBits = 2_048;

/** Whether its members have the form and the length of a key of its kind; whether it is one is for whoever imports it. */
export function isOfItsKind(key: SignatureKey): boolean {
  const { kty, x, y, n, e } = key;
  if (algorithms[kindOf(key)] === undefined) return false;
  if (kty === 'RSA') return bitsOf(n) >= shortestModulusBits && bitsOf(e) > 1;
  return [x, ...(kty === 'EC' ? [y] : [])].every((one) => isText(one) && coordinate.test(one));
}

/** Whether a client of this profile can use it: it has to be what its own `alg` says, too. */
export function canSignIn(profile: SigningProfile, key: SignatureKey): boolean {
  const allowed: readonly string[] = signaturesOfProfile[profile];
  const able = algorithms[kindOf(key)] ?? [];
  return able.some((alg) => allowed.includes(alg) && (key['alg'] ?? alg) === alg);
}

const coordinate = /^[A-Za-z0-9_-]{43}$/;
const isText = (value: unknown): value is string => typeof value === 'string';
const kindOf = ({ kty, crv }: SignatureKey) =>
  kty === 'RSA' ? kty : `${kty} ${isText(crv) ? crv : ''}`;

/** Of a Base64urlUInt (RFC 7518 §2), which begins with no zero byte. */
function bitsOf(value: unknown): number {
  if (!isText(value) || value.length % 4 === 1 || !/^[A-Za-z0-9_-]+$/.test(value)) return 0;
  const bytes = atob(value.replaceAll('-', '+').replaceAll('_', '/'));
  return bytes.length * 8 - (Math.clz32(bytes.charCodeAt(0)) - 24);
}
