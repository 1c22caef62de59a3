import { seeded } from './seeded.ts';

export const grounds = ['wood', 'dark', 'cloth', 'newspaper', 'granite', 'paper'] as const;
export type Ground = (typeof grounds)[number];

/** What a card lies on: reflectance at a point of the picture. */
export function groundAt(ground: Ground, width: number, seed: number) {
  const scale = 1_000 / width;
  const random = seeded(seed + 9);
  const phase = random() * 10;
  const speckles = Float32Array.from({ length: 4_096 }, () => random());
  const speckle = (x: number, y: number) =>
    speckles[((Math.floor(x) * 73 + Math.floor(y) * 151) >>> 0) & 4_095] ?? 0;
  const at: Record<Ground, (x: number, y: number) => number> = {
    wood: (x, y) =>
      95 +
      Math.sin(y * 0.06 + phase + Math.sin(x * 0.005 + phase) * 3) * 14 +
      Math.sin(y * 0.5) * 6,
    dark: (x, y) => 38 + speckle(x, y) * 8,
    cloth: (x, y) =>
      110 + ((Math.floor(x / 14) + Math.floor(y / 14)) % 2) * 55 + speckle(x / 2, y / 2) * 20,
    newspaper: (x, y) => (y % 16 < 9 && speckle(x / 4, Math.floor(y / 16) * 7) > 0.45 ? 60 : 205),
    granite: (x, y) => 90 + speckle(x / 3, y / 3) * 110,
    paper: (x, y) => 225 - speckle(x, y) * 5,
  };
  return (x: number, y: number) => at[ground](x * scale, y * scale);
}
