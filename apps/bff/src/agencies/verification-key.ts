const names: readonly unknown[] = ['EdDSA', 'Ed25519'];

/**
 * A key of an agency as the engine and jose are to have it. They take a key's `alg` by the letter, and with this curve `EdDSA` (RFC 8037
 * §3.1) and `Ed25519` (RFC 9864 §2.2) are one algorithm, so it says neither: what may stand over a signature its profile says.
 */
export function verificationKey<Key extends Readonly<Record<string, unknown>>>(key: Key): Key {
  if (key['crv'] !== 'Ed25519' || !names.includes(key['alg'])) return key;
  const { alg: _either, ...rest } = key;
  return rest as unknown as Key;
}
