import { comparable } from './normalised.ts';

/**
 * A Golomb-coded set: each password is hashed to a number below `count · 2^14`, and the sorted numbers are written as their
 * differences, Rice-coded (Golomb 1966; Putze, Sanders, Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2007).
 * About 15.6 bits a password; a password that is not in it is taken for one that is once in 2^14.
 */
export const setBits = 14;

/** The set, opened: its numbers in order. */
export type PasswordSet = Uint32Array;

const least = 15;

/**
 * A whole password as the list has it. What repeats itself is written with as few repetitions as reach 15 code points, and so is what is short without
 * its spaces: "Dog dog DOG dog dog dog" is "dogdogdogdogdog".
 */
export function asListed(password: string): string {
  const points = Array.from(comparable(password));
  if (points.length === 0) return '';
  const period = shortestPeriod(points);
  const unit = period * 2 <= points.length ? points.slice(0, period) : points;
  return unit.join('').repeat(Math.ceil(least / unit.length));
}

/** The number of a password in a set of so many: the first 64 bits of its SHA-256, scaled. */
export async function numberIn(count: number, password: string): Promise<number> {
  const written = new TextEncoder().encode(asListed(password));
  const digest = new DataView(await crypto.subtle.digest('SHA-256', written));
  return Number((digest.getBigUint64(0) * BigInt(count * 2 ** setBits)) >> 64n);
}

export async function isIn(set: PasswordSet, password: string): Promise<boolean> {
  const wanted = await numberIn(set.length, password);
  let [from, to] = [0, set.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((set[middle] ?? 0) < wanted) from = middle + 1;
    else to = middle;
  }
  return set[from] === wanted;
}

/** Reads what `scripts/password-blocklist` writes: the count as 32 bits, then the Rice-coded differences. */
export function readPasswordSet(bytes: Uint8Array): PasswordSet {
  const count = bytes.length < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (count === 0 || count * setBits > bytes.length * 8)
    throw new RangeError('not a list of passwords');
  const set = new Uint32Array(count);
  let bit = 32;
  let last = 0;
  for (let index = 0; index < count; index += 1) {
    let quotient = 0;
    while (((bytes[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1) {
      quotient += 1;
      bit += 1;
    }
    bit += 1;
    last += quotient * 2 ** setBits + remainderAt(bytes, bit);
    set[index] = last;
    bit += setBits;
  }
  if (Math.ceil(bit / 8) !== bytes.length) throw new RangeError('not a list of passwords');
  return set;
}

function remainderAt(bytes: Uint8Array, bit: number): number {
  const first = bit >>> 3;
  const window =
    ((bytes[first] ?? 0) << 16) | ((bytes[first + 1] ?? 0) << 8) | (bytes[first + 2] ?? 0);
  return (window >>> (24 - setBits - (bit & 7))) & (2 ** setBits - 1);
}

/** After how many code points a text repeats itself, its last repetition whole or not (Knuth, Morris, Pratt 1977). */
function shortestPeriod(points: readonly string[]): number {
  const border = [0];
  for (let index = 1; index < points.length; index += 1) {
    let length = border[index - 1] ?? 0;
    while (length > 0 && points[index] !== points[length]) length = border[length - 1] ?? 0;
    border.push(points[index] === points[length] ? length + 1 : 0);
  }
  return points.length - (border.at(-1) ?? 0);
}
