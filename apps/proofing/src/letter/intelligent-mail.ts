/** One bar: full, ascender, descender, or tracker. */
export type Bar = 'F' | 'A' | 'D' | 'T';

/** What the barcode says: who mails, which piece, and where to. No name, no street. */
export type MailPiece = {
  /** Two digits; the second is 0 to 4. */
  readonly barcodeId: string;
  /** Three digits: the class of mail and what the post does for it. */
  readonly serviceType: string;
  /** Six digits, or nine that begin with 9. */
  readonly mailerId: string;
  /** Nine digits after a mailer of six, six after one of nine. */
  readonly serial: string;
  /** ZIP code: none, 5, 9 or 11 digits. */
  readonly routing: string;
};

/** Bar by bar, left to right: character and bit of the descender, then of the ascender (USPS-B-3200, table 22). */
const bars = `
  H2E3 B10A0 J12C8 F5G11 I9D1 A1F12 C5B8 E4J11 G3I10 D9H6 F11B4 I5C12 J10A2
  H1G7 D6E9 A3I6 G4C7 B1J9 H10F2 E0D8 G2A4 I11B0 J8D12 C6H7 F1E10 B12G9
  H3I0 F8J7 E6C10 D4A5 I4F7 H11B9 G0J6 A6E8 C1D2 F9I12 E11G1 J5H4 D3B2
  A7C0 B3E1 G10D5 I7J4 C11F6 A8H12 E2I1 F10D0 J3A9 G5C4 H8B7 F0E5 C3A10
  G12J2 D11B6 I8H9 F4A11 B5C2 J1E12 I3G6 H0D7 E7H5 A12B11 C9J0 G8F3 D10I2
`
  .trim()
  .split(/\s+/)
  .map((row) => /^([A-J])(\d+)([A-J])(\d+)$/.exec(row)?.slice(1) ?? []);

/** Added to the routing code, so that one that begins with zeros is not taken for a shorter one (§3.2.1). */
const routingOffset: Readonly<Record<number, bigint>> = {
  0: 0n,
  5: 1n,
  9: 100_001n,
  11: 1_000_100_001n,
};

const fiveOfThirteen = bitPatterns(5, 1_287);
const twoOfThirteen = bitPatterns(2, 78);

/** USPS Intelligent Mail barcode, specification USPS-B-3200: 65 bars. Throws when a field is not as it must be. */
export function intelligentMailBars(piece: MailPiece): readonly Bar[] {
  const payload = payloadOf(piece);
  const check = frameCheck(payload);
  const codewords = codewordsOf(payload);
  // §3.2.4: the last codeword is doubled, the eleventh bit of the check goes into the first.
  codewords[9] = (codewords[9] ?? 0) * 2;
  if ((check & 0x400) !== 0) codewords[0] = (codewords[0] ?? 0) + 659;
  const characters = codewords.map((codeword, at) => {
    const character =
      (codeword < 1_287 ? fiveOfThirteen[codeword] : twoOfThirteen[codeword - 1_287]) ?? 0;
    return ((check >> at) & 1) === 1 ? character ^ 0x1fff : character;
  });
  const isSet = (character = '', bit = '0') =>
    (((characters[character.charCodeAt(0) - 65] ?? 0) >> Number(bit)) & 1) === 1;
  return bars.map(([descender, low, ascender, high]) =>
    isSet(descender, low) ? (isSet(ascender, high) ? 'F' : 'D') : isSet(ascender, high) ? 'A' : 'T',
  );
}

/** §3.2.1 and §3.2.2: one number of 102 bits. */
function payloadOf({ barcodeId, serviceType, mailerId, serial, routing }: MailPiece): bigint {
  const offset = routingOffset[routing.length];
  const tracking = serviceType + mailerId + serial;
  if (
    offset === undefined ||
    !/^\d[0-4]$/.test(barcodeId) ||
    !/^\d*$/.test(routing) ||
    !/^\d{18}$/.test(tracking) ||
    mailerId.length !== (mailerId.startsWith('9') ? 9 : 6)
  )
    throw new Error('the mail piece is not as the barcode needs it');
  let number = routing === '' ? 0n : BigInt(routing) + offset;
  number = number * 10n + BigInt(barcodeId.charAt(0));
  number = number * 5n + BigInt(barcodeId.charAt(1));
  for (const digit of tracking) number = number * 10n + BigInt(digit);
  return number;
}

/** §3.2.3: an eleven-bit CRC (polynomial 0xF35) over 13 bytes, less the two leading bits. */
function frameCheck(payload: bigint): number {
  let check = 0x7ff;
  for (let bit = 101n; bit >= 0n; bit -= 1n) {
    const next = ((payload >> bit) & 1n) === 1n ? 0x400 : 0;
    check = ((check ^ next) & 0x400) === 0 ? check << 1 : (check << 1) ^ 0xf35;
    check &= 0x7ff;
  }
  return check;
}

/** §3.2.4: ten numbers, A to J; the last of base 636, the others of base 1365. */
function codewordsOf(payload: bigint): number[] {
  let rest = payload / 636n;
  const codewords = [Number(payload % 636n)];
  for (let at = 8; at > 0; at -= 1) {
    codewords.unshift(Number(rest % 1_365n));
    rest /= 1_365n;
  }
  return [Number(rest), ...codewords];
}

/** Appendix C: every 13-bit number with so many bits set, each before its mirror image, symmetric ones from the end. */
function bitPatterns(bitsSet: number, length: number): readonly number[] {
  const patterns = Array.from({ length }, () => 0);
  let low = 0;
  let high = length - 1;
  for (let number = 0; number < 8_192; number += 1) {
    const bits = number.toString(2).padStart(13, '0');
    if (bits.replaceAll('0', '').length !== bitsSet) continue;
    const mirrored = Number.parseInt([...bits].toReversed().join(''), 2);
    if (mirrored < number) continue;
    if (mirrored === number) {
      patterns[high] = number;
      high -= 1;
    } else {
      patterns[low] = number;
      patterns[low + 1] = mirrored;
      low += 2;
    }
  }
  return patterns;
}
