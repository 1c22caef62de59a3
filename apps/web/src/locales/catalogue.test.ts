import { describe, expect, test } from 'vitest';
import { textsIn } from '../../build/catalogue.ts';
import { idsSaid } from '../../build/ids-said.ts';
import { retakeReasons } from '@signet/contracts/proofing-wire';
import { sources } from '../testing/sources.ts';

const [catalogue = ''] = Object.values(
  import.meta.glob<string>('./en/messages.po', { query: '?raw', import: 'default', eager: true }),
);

const entries = [...textsIn(catalogue)].map(([id, text]) => ({ id, text }));

/** Every id that the pages say. */
const used = sources.flatMap(([, code]) => idsSaid(code));

describe('the catalogue', () => {
  test('has no entry twice and none that is empty or retired', () => {
    expect(entries.length).toBeGreaterThan(150);
    expect(entries.filter(({ text }) => text.trim() === '')).toEqual([]);
    expect(catalogue).not.toMatch(/^#~/m);
  });

  test('has every id that the pages say, and no other', () => {
    const [said, written] = [new Set(used), new Set(entries.map(({ id }) => id))];
    expect([...said].filter((id) => !written.has(id))).toEqual([]);
    expect([...written].filter((id) => !said.has(id))).toEqual([]);
  });
});

test('no text of a page stands outside of the catalogue', () => {
  const bare = sources.flatMap(([file, code]) =>
    [...code.matchAll(/<Trans>|\bt`|\bmsg`|\b(?:t|msg)\(\s*\{\s*message/g)].map(() => file),
  );
  expect(bare).toEqual([]);
});

test('a code of six digits is written in one way, and no text says “restricted”, which only SP 800-63B does', () => {
  expect(entries.some(({ text }) => text.includes('6-digit code'))).toBe(true);
  expect(entries.filter(({ text }) => /\bsix\b|\brestricted\b/i.test(text))).toEqual([]);
});

test.each(retakeReasons)('a photograph to be taken again for “%s” has a text that says how', (reason) => {
  const said = sources.flatMap(([file, code]) => {
    const id = new RegExp(`\\b${reason}: msg\\(\\{\\s*id: '([^']+)'`).exec(code)?.[1];
    return file.startsWith('proofing/') && id !== undefined ? [id] : [];
  });
  expect(said).toHaveLength(1);
  // What is wrong, and how to mend it: two sentences.
  const text = entries.find(({ id }) => id === said[0])?.text ?? '';
  expect(text.match(/\.(\s|$)/g)?.length).toBeGreaterThanOrEqual(2);
});
