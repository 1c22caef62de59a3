import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { started } from '../testing/started.ts';
import { fetchBatches } from './fetch-batches.ts';

let house: Awaited<ReturnType<typeof started>>;
beforeAll(async () => {
  house = await started();
});
afterAll(() => house.close());

const shared = () => {
  const { keyId, requests } = house.printing.credential;
  return { keyId, secret: requests };
};
async function send(letterId: string, sealed: string) {
  const body = JSON.stringify({ letterId, sealed });
  const response = await house.signed(shared(), '/print-shop/v1/letters', body);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const sheet = (letterId: string) =>
  house.printing.parts.folder.read().find((one) => one.letterId === letterId);

test('a sealed, signed letter is printed once, however often it is sent, and its way is told', async () => {
  const sealed = await house.printing.seal('ltr_one');
  const answers = await Promise.all([send('ltr_one', sealed), send('ltr_one', sealed)]);
  answers.push(await send('ltr_one', sealed));
  for (const answer of answers)
    expect(answer).toEqual({ status: 200, body: { letterId: 'ltr_one', accepted: true } });
  expect(sheet('ltr_one')).toMatchObject({ prints: 1, address: ['A', 'B', 'C'] });
  await expect.poll(() => sheet('ltr_one')?.status).toBe('mailed');
  expect(house.printing.told.map(({ status }) => status)).toEqual(['printed', 'mailed']);
  expect(house.printing.reopened().statusOf('ltr_one')).toBe('mailed');
  const pdf = await fetch(`${house.origin}/letters/ltr_one.pdf`);
  expect(await pdf.text()).toBe('%PDF ltr_one');
  const { letters } = (await (await fetch(`${house.origin}/letters.json`)).json()) as {
    letters: { letterId: string }[];
  };
  expect(letters.map(({ letterId }) => letterId)).toContain('ltr_one');
});

test('statuses are answered for whoever asks about letters that are here', async () => {
  const body = JSON.stringify({ letterIds: ['ltr_one', 'ltr_never'] });
  const response = await house.signed(shared(), '/print-shop/v1/statuses', body);
  expect(await response.json()).toEqual({ letters: [{ letterId: 'ltr_one', status: 'mailed' }] });
});

describe('a letter is not printed', () => {
  test.each<[string, () => Promise<string>]>([
    ['that somebody else signed', () => house.printing.seal('ltr_bad', house.printing.stranger)],
    ['that is signed as something else', () => house.printing.seal('ltr_bad', undefined, 'JWT')],
    ['that is another letter', () => house.printing.seal('ltr_other')],
    ['that was not sealed to the shop', async () => 'e30.e30.e30.e30.e30'],
  ])('%s', async (_what, seal) => {
    expect(await send('ltr_bad', await seal())).toEqual({
      status: 422,
      body: { letterId: 'ltr_bad', accepted: false },
    });
    expect(sheet('ltr_bad')).toBeUndefined();
  });

  test('of a customer with another secret', async () => {
    const other = { ...shared(), secret: Buffer.alloc(32).toString('base64url') };
    const body = JSON.stringify({ letterId: 'ltr_x', sealed: await house.printing.seal('ltr_x') });
    expect((await house.signed(other, '/print-shop/v1/letters', body)).status).toBe(401);
  });
});

test('a batch in a file is taken when it is whole and signed, and a letter in two of them is printed once', async () => {
  const inbox = mkdtempSync(path.join(tmpdir(), 'inbox-'));
  const { keyId, requests } = house.printing.credential;
  const write = async (name: string, letters: string[], change = (text: string) => text) => {
    const rows = await Promise.all(
      letters.map(async (letterId) =>
        JSON.stringify({ letterId, sealed: await house.printing.seal(letterId) }),
      ),
    );
    const text = rows.map((row) => `${row}\n`).join('');
    const mac = createHmac('sha256', Buffer.from(requests, 'base64url'))
      .update(text)
      .digest('base64url');
    const end = `${JSON.stringify({ letters: letters.length, keyId, mac })}\n`;
    writeFileSync(path.join(inbox, name), change(text + end));
  };
  await write('1.jsonl', ['ltr_two', 'ltr_three']);
  await write('2.jsonl', ['ltr_two']);
  await write('3.jsonl', ['ltr_four'], (text) => text.replace('ltr_four', 'ltr_five'));
  await write('4.jsonl', ['ltr_six'], (text) => text.split('\n')[0] ?? '');
  await fetchBatches(inbox, house.printing.credential, house.printing.parts.shop);
  expect(readdirSync(inbox)).toEqual([
    '1.jsonl.taken',
    '2.jsonl.taken',
    '3.jsonl.refused',
    '4.jsonl.refused',
  ]);
  expect(sheet('ltr_two')).toMatchObject({ prints: 1 });
  expect(sheet('ltr_three')).toMatchObject({ prints: 1 });
  for (const letterId of ['ltr_four', 'ltr_five', 'ltr_six'])
    expect(sheet(letterId)).toBeUndefined();
  await expect.poll(() => sheet('ltr_three')?.status).toBe('mailed');
  rmSync(inbox, { recursive: true });
});
