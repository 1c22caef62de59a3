import { createCipheriv } from 'node:crypto';

/**
 * AES-GCM does not commit to its key: for two keys there is a ciphertext whose tag fits under both (Dodis, Grubbs,
 * Ristenpart, Woodage, "Fast Message Franking", CRYPTO 2018 §3.1). With GHASH (SP 800-38D §6.4) the tag is linear in
 * every ciphertext block, so one free block makes the two tags equal.
 */
export function twoKeyCiphertext(request: {
  readonly keys: readonly [Uint8Array, Uint8Array];
  readonly nonce: Uint8Array;
  readonly additional: Uint8Array;
  /** Bytes of ciphertext: a multiple of 16, at least 32. All but the last block are zero. */
  readonly length: number;
}): Uint8Array {
  const { keys, nonce, additional, length } = request;
  const zeros = new Uint8Array(length);
  const [first, second] = keys.map((key) => ({
    authenticationKey: block(encryptBlock(key, new Uint8Array(16))),
    mask: block(encryptBlock(key, Uint8Array.from([...nonce, 0, 0, 0, 1]))),
  }));
  if (first === undefined || second === undefined) throw new Error('two keys are needed');

  // T = GHASH(A, C) + E(J0). The last block of C is multiplied by H², the length block by H.
  const difference =
    ghash(first.authenticationKey, additional, zeros) ^
    first.mask ^
    ghash(second.authenticationKey, additional, zeros) ^
    second.mask;
  const weight =
    multiply(first.authenticationKey, first.authenticationKey) ^
    multiply(second.authenticationKey, second.authenticationKey);
  const ciphertext = zeros.slice();
  ciphertext.set(bytesOf(multiply(difference, inverse(weight))), length - 16);
  const tag = ghash(first.authenticationKey, additional, ciphertext) ^ first.mask;
  return Uint8Array.from([...ciphertext, ...bytesOf(tag)]);
}

function ghash(key: bigint, additional: Uint8Array, ciphertext: Uint8Array): bigint {
  const lengths = (BigInt(additional.length * 8) << 64n) | BigInt(ciphertext.length * 8);
  const input = [...blocks(additional), ...blocks(ciphertext), lengths];
  return input.reduce((sum, next) => multiply(sum ^ next, key), 0n);
}

/** Multiplication in GF(2^128) as GCM orders its bits: the first bit is the coefficient of x⁰ (SP 800-38D §6.3). */
function multiply(left: bigint, right: bigint): bigint {
  const reduction = 0xe1n << 120n;
  let product = 0n;
  let shifted = right;
  for (let bit = 127n; bit >= 0n; bit -= 1n) {
    if ((left >> bit) & 1n) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ reduction : shifted >> 1n;
  }
  return product;
}

/** a^(2^128 − 2), by Fermat. */
function inverse(element: bigint): bigint {
  const one = 1n << 127n;
  let power = element;
  let result = one;
  for (let step = 1; step < 128; step += 1) {
    power = multiply(power, power);
    result = multiply(result, power);
  }
  return result;
}

function blocks(bytes: Uint8Array): bigint[] {
  const count = Math.ceil(bytes.length / 16);
  return Array.from({ length: count }, (_, index) => {
    const padded = new Uint8Array(16);
    padded.set(bytes.subarray(index * 16, index * 16 + 16));
    return block(padded);
  });
}

function block(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function bytesOf(element: bigint): Uint8Array {
  return Buffer.from(element.toString(16).padStart(32, '0'), 'hex');
}

function encryptBlock(key: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return cipher.update(plaintext);
}
