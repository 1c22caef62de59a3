/** An image as canvases and decoders give it: RGBA, 8 bits, row by row from the top. */
export type Pixels = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
};

/** Luminance only, 0 to 255. */
export type Grey = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** ITU-R BT.601 luma in integers. */
export function toGrey({ width, height, data }: Pixels): Grey {
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at += 1) {
    const from = at * 4;
    grey[at] =
      ((data[from] ?? 0) * 77 + (data[from + 1] ?? 0) * 150 + (data[from + 2] ?? 0) * 29) >> 8;
  }
  return { width, height, data: grey };
}

/** Averages blocks, so that nothing is skipped over; never enlarges. */
export function shrink(
  image: Grey,
  longestSide: number,
): { readonly image: Grey; readonly scale: number } {
  const factor = Math.max(1, Math.ceil(Math.max(image.width, image.height) / longestSide));
  if (factor === 1) return { image, scale: 1 };
  const width = Math.floor(image.width / factor);
  const height = Math.floor(image.height / factor);
  const data = new Uint8Array(width * height);
  const area = factor * factor;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy += 1) {
        const row = (y * factor + dy) * image.width + x * factor;
        for (let dx = 0; dx < factor; dx += 1) sum += image.data[row + dx] ?? 0;
      }
      data[y * width + x] = sum / area;
    }
  }
  return { image: { width, height, data }, scale: factor };
}

export function greyToPixels({ width, height, data }: Grey): Pixels {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at += 1) {
    const value = data[at] ?? 0;
    const to = at * 4;
    rgba[to] = value;
    rgba[to + 1] = value;
    rgba[to + 2] = value;
    rgba[to + 3] = 255;
  }
  return { width, height, data: rgba };
}
