import { afterEach, expect, test, vi } from 'vitest';
import { shrinkPhotograph } from './shrink-photograph.ts';

afterEach(() => vi.unstubAllGlobals());

const jpeg = new Blob(['drawn anew'], { type: 'image/jpeg' });

/** What a browser's decoder and canvas would do with a picture of this size; undefined is no picture. */
function decodesTo(size: { readonly width: number; readonly height: number } | undefined) {
  const close = vi.fn();
  const drawn: number[][] = [];
  const written: unknown[] = [];
  const decode = vi.fn(async () => {
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
])('%s, upright, and written anew as JPEG', async (_what, width, height, wide, high) => {
  const { close, drawn, written, decode } = decodesTo({ width, height });
  const file = new File(['camera and place'], 'id.jpg');
  expect(await shrinkPhotograph(file)).toEqual({ ok: true, value: jpeg });
  expect(drawn).toEqual([[0, 0, wide, high]]);
  expect(written).toEqual([{ type: 'image/jpeg', quality: 0.92 }]);
  expect(decode).toHaveBeenCalledWith(file, { imageOrientation: 'from-image' });
  expect(close).toHaveBeenCalledOnce();
});

test('one that is too small to read is refused, and let go', async () => {
  const { close, drawn } = decodesTo({ width: 499, height: 300 });
  expect(await shrinkPhotograph(new File(['x'], 'x'))).toEqual({
    ok: false,
    error: { type: 'too_small' },
  });
  expect(drawn).toEqual([]);
  expect(close).toHaveBeenCalledOnce();
});

test('what is no picture is refused', async () => {
  decodesTo(undefined);
  expect(await shrinkPhotograph(new File(['x'], 'x.pdf'))).toEqual({
    ok: false,
    error: { type: 'not_a_photograph' },
  });
});

test('a file that is too large is refused before it is decoded', async () => {
  const { decode } = decodesTo({ width: 1_000, height: 1_000 });
  const file = { size: 25_000_001 } as File;
  expect(await shrinkPhotograph(file)).toEqual({ ok: false, error: { type: 'too_large' } });
  expect(decode).not.toHaveBeenCalled();
});
