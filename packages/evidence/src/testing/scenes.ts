import type { Scene } from './photo-scene.ts';

/** Mulberry32: the same scenes in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A photograph that a person would take: turned up to 20°, tilted, near or far, slightly soft, in uneven light. */
export function ordinaryScene(random: () => number, widths: readonly number[]): Scene {
  const between = (low: number, high: number) => low + random() * (high - low);
  const width = widths[Math.floor(random() * widths.length)] ?? 1_600;
  return {
    width,
    rotation: between(-20, 20),
    shear: [between(-0.06, 0.06), between(-0.06, 0.06)],
    blur: random() < 0.5 ? 0 : 0.3 + (between(0, 0.5) * width) / 2_000,
    light: between(0.6, 1.1),
    glare: 0,
    jpegQuality: Math.round(between(60, 92)),
  };
}
