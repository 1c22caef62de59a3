import { expect, test } from 'vitest';
import { readAtMost } from './read-at-most.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('what is no longer than it may be is read whole, wherever it was cut on its way', async () => {
  const text = '\u{FEFF}“Zoë”';
  const most = bytes(text).byteLength;
  async function* oneByOne() {
    for (const byte of bytes(text)) yield Uint8Array.of(byte);
  }
  expect(await readAtMost({ body: oneByOne() }, most)).toBe(text);
  expect(await readAtMost(new Response(text), most)).toBe(text);
  expect(await readAtMost(new Response(text), most - 1)).toBeUndefined();
  expect(await readAtMost({ body: null }, 0)).toBe('');
});

test('of more nothing is read, and nothing more is sent', async () => {
  let sent = 0;
  let isHungUp = false;
  const body = new ReadableStream<Uint8Array>({
    pull: (to) => {
      sent += 1;
      to.enqueue(new Uint8Array(10));
    },
    cancel: () => {
      isHungUp = true;
    },
  });
  expect(await readAtMost({ body }, 25)).toBeUndefined();
  expect(isHungUp).toBe(true);
  expect(sent).toBeLessThan(6);
});
