import sharp from 'sharp';

export type ImageMeasures = {
  readonly width: number;
  readonly height: number;
  /** Variance of the Laplacian at 640 pixels. */
  readonly sharpness: number;
  /** Mean, 0 to 255. */
  readonly brightness: number;
  /** Share of clipped highlights, 0 to 1. */
  readonly glare: number;
};

const laplacian = {
  width: 3,
  height: 3,
  kernel: [0, 1, 0, 1, -4, 1, 0, 1, 0],
  scale: 1,
  offset: 128,
};

/** Measures a photograph as a document checker's first gate does; undefined when it is no readable image. */
export async function measureImage(bytes: Buffer): Promise<ImageMeasures | undefined> {
  try {
    const image = sharp(bytes, { limitInputPixels: 100_000_000, pages: 1 }).rotate();
    const { width, height } = await image.metadata();
    const grey = sharp(
      await image.resize(640, 640, { fit: 'inside' }).greyscale().png().toBuffer(),
    );
    const { channels } = await grey.clone().convolve(laplacian).stats();
    const pixels = await grey.raw().toBuffer();
    const clipped = pixels.reduce((count, value) => count + (value > 250 ? 1 : 0), 0);
    const sum = pixels.reduce((total, value) => total + value, 0);
    return {
      width,
      height,
      sharpness: Math.round((channels[0]?.stdev ?? 0) ** 2),
      brightness: Math.round(sum / pixels.length),
      glare: Math.round((clipped / pixels.length) * 1_000) / 1_000,
    };
  } catch {
    return undefined;
  }
}
