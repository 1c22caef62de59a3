/** The bytes of a sealed text's parts, one after the other: what a single-bit fault can hit. */
export function bitsOf(sealed: string): number {
  return parts(sealed).reduce((bits, part) => bits + part.length * 8, 0);
}

/** The sealed text with one bit of its decoded bytes changed. */
export function flipBit<Sealed extends string>(sealed: Sealed, bit: number): Sealed {
  const flipped = parts(sealed);
  let index = bit;
  for (const part of flipped) {
    if (index < part.length * 8) {
      part[index >> 3] = (part[index >> 3] ?? 0) ^ (1 << (index & 7));
      break;
    }
    index -= part.length * 8;
  }
  const prefix = sealed.split('.').slice(0, 3);
  const changed = flipped.map((part) => part.toString('base64url'));
  return [...prefix, ...changed].join('.') as Sealed;
}

function parts(sealed: string): Buffer[] {
  return sealed
    .split('.')
    .slice(3)
    .map((part) => Buffer.from(part, 'base64url'));
}
