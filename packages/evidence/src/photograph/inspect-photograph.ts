/** Why a file is not decoded at all. */
export type PhotographFault = 'empty' | 'not_a_photograph' | 'animated' | 'truncated' | 'too_large';

export type PhotographLimits = { readonly bytes: number; readonly pixels: number };

/**
 * Looks at a file before anything decodes it: JPEG (ISO/IEC 10918-1 Annex B) or PNG (W3C PNG, third edition) by structure, never
 * by name or declared type; whole; one picture; within limits of bytes and pixels. A decoder allocates by the size that a header
 * claims, so the claim is read here, from the same segments that the decoder goes by. What follows the picture's end, as in
 * files that are two formats at once, is not looked at: it is dropped when the picture is written anew.
 */
export function inspectPhotograph(
  bytes: Uint8Array,
  limits: PhotographLimits,
):
  | { readonly ok: true; readonly value: { readonly width: number; readonly height: number } }
  | { readonly ok: false; readonly error: { readonly type: PhotographFault } } {
  if (bytes.length === 0) return fault('empty');
  if (bytes.length > limits.bytes) return fault('too_large');
  const found = isJpeg(bytes)
    ? inspectJpeg(bytes)
    : isPng(bytes)
      ? inspectPng(bytes)
      : 'not_a_photograph';
  if (typeof found === 'string') return fault(found);
  if (found.width === 0 || found.height === 0) return fault('not_a_photograph');
  if (found.width * found.height > limits.pixels) return fault('too_large');
  return { ok: true, value: found };
}

type Size = { readonly width: number; readonly height: number };

function fault(type: PhotographFault) {
  return { ok: false as const, error: { type } };
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function isPng(bytes: Uint8Array): boolean {
  return pngSignature.every((byte, at) => bytes[at] === byte);
}

/** Segment by segment to the end of the image (B.1.1.3); the thumbnail within EXIF is within its segment, and is passed over. */
function inspectJpeg(bytes: Uint8Array): Size | PhotographFault {
  let size: Size | undefined;
  let at = 2;
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) return size === undefined ? 'not_a_photograph' : 'truncated';
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker === 0xd9) return size ?? 'not_a_photograph';
    else if (standsAlone(marker)) at += 2;
    else {
      const length = word(bytes, at + 2);
      if (length < 2) return size === undefined ? 'not_a_photograph' : 'truncated';
      if (isFrame(marker)) {
        // A second frame of another size would be what the decoder goes by.
        if (size !== undefined) return 'not_a_photograph';
        size = { height: word(bytes, at + 5), width: word(bytes, at + 7) };
      }
      at += 2 + length;
      if (marker === 0xda) at = afterScan(bytes, at);
    }
  }
  return size === undefined ? 'not_a_photograph' : 'truncated';
}

/** SOF0 to SOF15 but for DHT, JPG and DAC (Table B.1). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** Entropy-coded bytes hold no marker but stuffed zeros and restarts (B.1.1.5). */
function afterScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length - 1; at += 1) {
    if (bytes[at] !== 0xff) continue;
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return bytes.length;
}

/** Chunk by chunk to IEND (§5.3, §5.6); `acTL` says that the picture moves (§11.3.6.1). */
function inspectPng(bytes: Uint8Array): Size | PhotographFault {
  let size: Size | undefined;
  let at = pngSignature.length;
  while (at + 12 <= bytes.length) {
    const length = word(bytes, at) * 65_536 + word(bytes, at + 2);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (name === 'acTL') return 'animated';
    if (size === undefined) {
      if (name !== 'IHDR' || length !== 13) return 'not_a_photograph';
      size = {
        width: word(bytes, at + 8) * 65_536 + word(bytes, at + 10),
        height: word(bytes, at + 12) * 65_536 + word(bytes, at + 14),
      };
    }
    if (name === 'IEND') return size;
    at += 12 + length;
  }
  return size === undefined ? 'not_a_photograph' : 'truncated';
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
}
