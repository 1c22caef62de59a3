import { numberIn, setBits } from '../../apps/web/src/vault/password-set.ts';

const atOnce = 1_000;

/** The bytes that `readPasswordSet` reads. The same passwords make the same bytes, in whatever order they come. */
export async function writePasswordSet(passwords: readonly string[]): Promise<Uint8Array> {
  const count = passwords.length;
  const numbers = new Float64Array(count);
  for (let from = 0; from < count; from += atOnce) {
    const some = passwords.slice(from, from + atOnce);
    numbers.set(await Promise.all(some.map((one) => numberIn(count, one))), from);
  }
  numbers.sort();

  const bits: number[] = [];
  let last = 0;
  for (const number of numbers) {
    const difference = number - last;
    last = number;
    for (let ones = Math.floor(difference / 2 ** setBits); ones > 0; ones -= 1) bits.push(1);
    bits.push(0);
    for (let bit = setBits - 1; bit >= 0; bit -= 1) bits.push((difference >>> bit) & 1);
  }
  const bytes = new Uint8Array(4 + Math.ceil(bits.length / 8));
  new DataView(bytes.buffer).setUint32(0, count);
  for (const [index, bit] of bits.entries()) {
    const at = 4 + (index >>> 3);
    bytes[at] = (bytes[at] ?? 0) | (bit << (7 - (index & 7)));
  }
  return bytes;
}
