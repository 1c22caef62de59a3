import { grounds } from './ground.ts';
import type { Scene } from './photo-scene.ts';
import { seeded } from './seeded.ts';

/**
 * Sizes that cameras make, from a VGA webcam to a phone: 0.3, 0.9, 2.1, 3.1, 5, 8 and 12 megapixels, as often as people have them.
 * Two thirds of photographs are a phone's 5 to 12 megapixels; every size is among each 13.
 */
// prettier-ignore
const mixed = [
  [4_000, 3_000], [1_920, 1_080], [3_264, 2_448], [640, 480], [4_000, 3_000], [2_592, 1_944], [1_280, 720],
  [4_000, 3_000], [2_048, 1_536], [3_264, 2_448], [1_920, 1_080], [4_000, 3_000], [2_592, 1_944],
] as const;

/** The same sizes as people have them, and each of them equally often, which is harder: small ones are not rare. */
export const sizeMixes = {
  mixed,
  equal: [...new Map(mixed.map((size) => [size[0], size])).values()],
} as const;

/**
 * A photograph that a person would take, by number: any size, upright or not, turned by up to 20° from there, tilted by up to 20°
 * about both axes, near or far, on anything, sometimes soft, shaken, shadowed or with a lamp mirrored somewhere on the card.
 */
export function ordinaryScene(
  number: number,
  of: readonly (readonly [number, number])[] = mixed,
): Scene {
  const random = seeded(number * 7_919 + 41);
  const between = (low: number, high: number) => low + random() * (high - low);
  const chance = (share: number) => random() < share;
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const [long, short] = of[number % of.length] ?? mixed[0];
  const upright = chance(0.3);
  const quarter = chance(0.85) ? 0 : pick([90, 180, 270]);
  const withStripe = chance(0.7);
  return {
    seed: number,
    print: {
      columns: pick([10, 11, 12, 13, 14]),
      errorLevel: pick([3, 4, 5]),
      barcode: {
        x: between(4, 7),
        y: withStripe ? between(26, 31) : between(3, 6),
        width: between(70, 76),
      },
      rowHeight: between(2.6, 3.2),
      gain: between(-0.08, 0.14),
      stripe: withStripe,
      ink: between(18, 55),
      paper: between(205, 245),
    },
    width: upright ? short : long,
    height: upright ? long : short,
    // Whoever holds the phone upright turns the card or the phone so that it fills the picture.
    roll: (upright && chance(0.5) ? 90 : 0) + quarter + between(-20, 20),
    pitch: between(-20, 20),
    yaw: between(-20, 20),
    distance: between(150, 400),
    fill: between(0.62, 0.98),
    bend: between(0, 0.5),
    ground: pick(grounds),
    defocus: chance(0.4) ? 0 : between(0, 0.45),
    shake: chance(0.75) ? 0 : between(0, 0.7),
    shakeDirection: between(0, 180),
    light: between(0.45, 1.1),
    slope: between(-0.5, 0.5),
    shadow: chance(0.75) ? 1 : between(0.5, 0.85),
    ...(chance(0.3)
      ? { glare: { x: between(0, 1), y: between(0, 1), radius: between(0.02, 0.07) } }
      : {}),
    noise: between(1.5, 7),
    jpegQuality: Math.round(between(55, 92)),
  };
}

/** One thing too much for anyone to read, and what has to be said of it. */
export const hopeless = {
  blurred: { defocus: 1.6, reason: 'blurred' },
  shaken: { shake: 6, shakeDirection: 20, roll: 20, reason: 'blurred' },
  glare: { glare: { x: 0.45, y: 0.5, radius: 0.28 }, reason: 'glare' },
  dark: { light: 0.03, noise: 5, reason: 'dark' },
  far: { fill: 0.2, width: 1_280, height: 960, reason: 'too_small' },
} as const satisfies Record<string, Partial<Scene> & { reason: string }>;

/** What may be said of an ordinary photograph that was not read: what most likely hid the barcode. */
export function rightReasons(scene: Scene, pixelsPerModule: number): readonly string[] {
  const { x = -1, y = -1, radius = 0 } = scene.glare ?? {};
  const { barcode } = scene.print;
  const onBarcode =
    radius > 0.03 &&
    x * 85.6 > barcode.x &&
    x * 85.6 < barcode.x + barcode.width &&
    y * 54 > barcode.y - 2 &&
    y * 54 < barcode.y + 24;
  const found = [
    ...(onBarcode ? ['glare'] : []),
    ...(pixelsPerModule < 2 ? ['too_small'] : []),
    ...(scene.defocus + scene.shake > 0.35 ? ['blurred'] : []),
    ...(scene.light * scene.shadow < 0.35 ? ['dark'] : []),
  ];
  return found.length === 0 ? ['no_barcode'] : [...found, ...(onBarcode ? [] : ['no_barcode'])];
}
