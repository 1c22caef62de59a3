import { afterEach, describe, expect, test, vi } from 'vitest';
import { preparePhotograph } from './prepare-photograph.ts';

afterEach(() => vi.unstubAllGlobals());

const jpeg = new Blob(['drawn anew'], { type: 'image/jpeg' });

/** A JPEG by its structure: a frame header of this size, a scan, an end. */
function fileOf(width: number, height: number, more: readonly number[] = []): Blob {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const frame = [0xff, 0xc0, 0, 11, 8, ...size, 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 1, 2, 3];
  return new Blob([new Uint8Array([0xff, 0xd8, ...frame, ...scan, 0xff, 0xd9, ...more])]);
}

/** What a browser's decoder and canvas would do with it. */
function decodesTo(size: { readonly width: number; readonly height: number } | undefined) {
  const close = vi.fn();
  const drawn: number[][] = [];
  const written: unknown[] = [];
  const decode = vi.fn(async (_file: Blob, _options: unknown) => {
    if (size === undefined) throw new DOMException('no picture', 'InvalidStateError');
    return { ...size, close };
  });
  vi.stubGlobal('createImageBitmap', decode);
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      readonly width: number;
      readonly height: number;
      constructor(width: number, height: number) {
        this.width = width;
        this.height = height;
      }
      getContext() {
        return { drawImage: (_image: unknown, ...at: number[]) => drawn.push(at) };
      }
      convertToBlob(options: unknown) {
        written.push(options);
        return Promise.resolve(jpeg);
      }
    },
  );
  return { close, drawn, written, decode };
}

// prettier-ignore
test.each([
  ['a large one is made smaller',          4_320, 3_240, 2_160, 1_620],
  ['an upright one too',                   3_000, 4_000, 1_620, 2_160],
  ['one that fits stays as large as it is', 2_160, 1_000, 2_160, 1_000],
  ['a small one is not blown up',            500,   300,   500,   300],
  ['64 megapixels are still taken',        8_000, 8_000, 2_160, 2_160],
])('%s, upright, and written anew as JPEG (PROOF-14)', async (_what, width, height, wide, high) => {
  const { close, drawn, written, decode } = decodesTo({ width, height });
  expect(await preparePhotograph(fileOf(width, height))).toMatchObject({ ok: true, value: { jpeg } });
  expect(drawn).toEqual([[0, 0, wide, high]]);
  expect(written).toEqual([{ type: 'image/jpeg', quality: 0.92 }]);
  expect(decode.mock.calls[0]?.[1]).toEqual({ imageOrientation: 'from-image' });
  expect(close).toHaveBeenCalledOnce();
});

describe('what is refused is never decoded (PROOF-14)', () => {
  // prettier-ignore
  test.each<[string, Blob, string]>([
    ['an empty file',                  new Blob([]),                                    'empty'],
    ['more than 25 megabytes',         { size: 25_000_001 } as Blob,                    'too_large'],
    ['more than 64 megapixels',        fileOf(8_001, 8_000),                            'too_large'],
    ['the largest that a JPEG claims', fileOf(65_535, 65_535),                          'too_large'],
    ['too small to read',              fileOf(499, 300),                                'too_small'],
    ['a GIF',                          new Blob(['GIF89a....']),                        'not_a_photograph'],
    ['a WebP',                         new Blob(['RIFF....WEBPVP8 ']),                  'not_a_photograph'],
    ['a page that calls itself a photo', new Blob(['<html>'], { type: 'image/jpeg' }),  'not_a_photograph'],
    ['a JPEG without its end',         fileOf(1_000, 1_000).slice(0, -2),               'truncated'],
  ])('%s', async (_what, file, type) => {
    const { decode } = decodesTo({ width: 1_000, height: 1_000 });
    expect(await preparePhotograph(file)).toEqual({ ok: false, error: { type } });
    expect(decode).not.toHaveBeenCalled();
  });
});

test('one that says it is a picture and does not decode is none', async () => {
  decodesTo(undefined);
  expect(await preparePhotograph(fileOf(1_000, 1_000))).toEqual({
    ok: false,
    error: { type: 'not_a_photograph' },
  });
});

test('what stands behind the end of the picture does not matter: only the picture is drawn', async () => {
  const { drawn } = decodesTo({ width: 600, height: 500 });
  const both = fileOf(600, 500, [...new TextEncoder().encode('PK<script>alert(1)</script>')]);
  expect(await preparePhotograph(both)).toMatchObject({ ok: true });
  expect(drawn).toHaveLength(1);
});
