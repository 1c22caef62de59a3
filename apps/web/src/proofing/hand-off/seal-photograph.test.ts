import { describe, expect, test } from 'vitest';
import type { SealedPhotograph } from '@signet/contracts/hand-off';
import { openPhotograph, sealPhotograph } from './seal-photograph.ts';
import { deriveHandOff, hashOfLink, newSecret, readSecret } from './secret.ts';
import { matchWords } from './words.ts';

const id = 'hnd_00000000000000000000000001';
const jpeg = new Blob([new Uint8Array([0xff, 0xd8, 0xff, 1, 2, 3])], { type: 'image/jpeg' });
const bytesOf = async (blob: Blob) => [...new Uint8Array(await blob.arrayBuffer())];

test('a photograph opens at the computer that made the secret, byte for byte (PROOF-13)', async () => {
  const { sealingKey } = await deriveHandOff(newSecret());
  const sealed = await sealPhotograph(sealingKey, { id, side: 'front' }, jpeg);
  const opened = await openPhotograph(sealingKey, { id, side: 'front' }, sealed);
  expect(await bytesOf(opened)).toEqual(await bytesOf(jpeg));
});

describe('a relay that swaps, repeats or alters is refused (PROOF-13)', () => {
  // prettier-ignore
  test.each<[string, (of: { sealed: SealedPhotograph; key: Uint8Array }) => Promise<Blob>]>([
    ['one side for the other',         ({ sealed, key }) => openPhotograph(key, { id, side: 'back' }, sealed)],
    ['one of an earlier hand-off',     ({ sealed, key }) => openPhotograph(key, { id: 'hnd_00000000000000000000000002', side: 'front' }, sealed)],
    ['one under its own key',          async ({ sealed }) => openPhotograph((await deriveHandOff(newSecret())).sealingKey, { id, side: 'front' }, sealed)],
    ['one letter of it',               ({ sealed, key }) => openPhotograph(key, { id, side: 'front' }, sealed.replace(/.(?=\.[^.]*$)/, (letter) => (letter === 'A' ? 'B' : 'A')) as SealedPhotograph)],
    ['its header',                     ({ sealed, key }) => openPhotograph(key, { id, side: 'back' }, sealed.replace(/^[^.]*/, btoa(JSON.stringify({ alg: 'dir', enc: 'A256GCM', typ: 'signet-hand-off-photograph+jwe', handOff: id, side: 'back' })).replaceAll('=', '')) as SealedPhotograph)],
    ['words',                          ({ key }) => openPhotograph(key, { id, side: 'front' }, 'a.b.c.d.e' as SealedPhotograph)],
  ])('%s', async (_what, open) => {
    const { sealingKey: key } = await deriveHandOff(newSecret());
    const sealed = await sealPhotograph(key, { id, side: 'front' }, jpeg);
    await expect(open({ sealed, key })).rejects.toMatchObject({ code: 'photograph_refused' });
  });
});

describe('from one secret', () => {
  test('both devices derive the same, and another secret gives other words, links and keys', async () => {
    const secret = newSecret();
    const [one, again, other] = await Promise.all(
      [secret, Uint8Array.from(secret), newSecret()].map(deriveHandOff),
    );
    expect(again).toEqual(one);
    expect(other?.link).not.toBe(one?.link);
    expect(other?.sealingKey).not.toEqual(one?.sealingKey);
  });

  test('the link says nothing of the key, nor its hash of the link', async () => {
    const { link, sealingKey, words } = await deriveHandOff(new Uint8Array(32).fill(7));
    expect(link).toMatch(/^[\w-]{43}$/);
    expect(await hashOfLink(link)).not.toContain(link.slice(0, 8));
    expect([...sealingKey].join()).not.toContain(link);
    expect(words).toHaveLength(3);
    for (const word of words) expect(matchWords).toContain(word);
  });

  test('an address that holds no secret is none', () => {
    for (const text of ['', 'short', '*'.repeat(43), 'A'.repeat(44)])
      expect(readSecret(text)).toBeUndefined();
    expect(readSecret('A'.repeat(43))).toHaveLength(32);
  });

  test('there are sixty-four words, each once', () => {
    expect(new Set(matchWords).size).toBe(64);
  });
});
