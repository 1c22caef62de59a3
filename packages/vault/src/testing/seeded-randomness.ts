import { seeded } from './seeded.ts';

/** Runs `task` with a generator that repeats itself, so that a frozen vector can be made again byte for byte. */
export async function withSeededRandomness<Value>(
  seed: number,
  task: () => Promise<Value>,
): Promise<Value> {
  const next = seeded(seed);
  const fill = <Bytes extends ArrayBufferView | null>(bytes: Bytes): Bytes => {
    if (bytes instanceof Uint8Array) for (const index of bytes.keys()) bytes[index] = next() & 255;
    return bytes;
  };
  Object.defineProperty(crypto, 'getRandomValues', { value: fill, configurable: true });
  try {
    return await task();
  } finally {
    // The platform's own stands on the prototype.
    Reflect.deleteProperty(crypto, 'getRandomValues');
  }
}
