/** Sixty-four words that are heard, read and told apart easily. The order is part of the wire: both screens must agree. */
// prettier-ignore
export const matchWords = [
  'apple', 'anchor', 'basket', 'beacon', 'bridge', 'button', 'cabin', 'candle', 'canyon', 'castle', 'cedar', 'circle', 'clover', 'copper', 'cotton', 'desert',
  'dolphin', 'eagle', 'ember', 'engine', 'feather', 'fiddle', 'forest', 'garden', 'ginger', 'hammer', 'harbor', 'hazel', 'island', 'jacket', 'kettle', 'ladder',
  'lantern', 'lemon', 'marble', 'meadow', 'mirror', 'mountain', 'needle', 'olive', 'orange', 'paddle', 'pepper', 'pillow', 'planet', 'pocket', 'pumpkin', 'rabbit',
  'ribbon', 'river', 'saddle', 'silver', 'spider', 'summer', 'tiger', 'timber', 'tunnel', 'turtle', 'velvet', 'violin', 'walnut', 'whistle', 'window', 'winter',
] as const;
