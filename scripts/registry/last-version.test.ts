import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createRegistryKey } from './registry-key.ts';
import { agency, anOperator } from './testing/operator.ts';

let operator: ReturnType<typeof anOperator>;
const registryFile = () => operator.at('registry', 'registry.jws');
const note = () => operator.at('keys', 'registry', 'last-signed.json');
const sectorIs = (sector: string) => operator.write('agencies/harbor.json', { ...agency, sector });

beforeEach(async () => {
  operator = anOperator();
  await createRegistryKey(operator.at('keys', 'registry'));
  await operator.registry('sign');
  copyFileSync(registryFile(), operator.at('version-1.jws'));
  sectorIs('other');
  expect((await operator.registry('sign')).says).toContain('Version 2 is signed');
});
afterEach(() => operator.end());

describe('a genuine older registry is no word on what comes next (WEB-20)', () => {
  // prettier-ignore
  test.each<[string, () => void, string]>([
    ['one in its place that says the same', () => { copyFileSync(operator.at('version-1.jws'), registryFile()); sectorIs(agency.sector); }, '1'],
    ['one in its place',                    () => copyFileSync(operator.at('version-1.jws'), registryFile()), '1'],
    ['none in its place',                   () => rmSync(registryFile()), 'nothing'],
  ])('%s: the version goes on, and that it was there is said', async (_what, replace, there) => {
    replace();
    const asked = await operator.registry('diff');
    expect(asked.says).toContain(`~ version: ${there} → 3, since 2 was signed last.`);
    expect(asked.says).not.toContain('Nothing would change');
    const { code, says } = await operator.registry('sign');
    expect(code).toBe(0);
    expect(says).toContain('Version 3 is signed');
    expect(says).toContain(`! Version 2 was signed before, and what stood at ${registryFile()}`);
    expect(says).not.toContain('It is the first');

    expect((await operator.registry('diff')).says).toBe('Nothing would change.\n');
    expect((await operator.registry('sign')).says).toMatch(/^Version 3 says all of this already.*\n$/);
  });

  test('by a key that was rotated since, too', async () => {
    await operator.registry('rotate-key');
    expect((await operator.registry('sign')).says).toContain('Version 3 is signed');
    copyFileSync(operator.at('version-1.jws'), registryFile());
    expect((await operator.registry('sign')).says).toContain('Version 4 is signed');
  });
});

test('a newer one than is noted, as of an earlier release that noted none, is gone on from', async () => {
  rmSync(note());
  expect((await operator.registry('diff')).says).toBe('Nothing would change.\n');
  sectorIs('another');
  const { says } = await operator.registry('sign');
  expect(says).toContain('Version 3 is signed');
  expect(says).not.toContain('was signed before');
  expect(existsSync(note())).toBe(true);
});

test('what is noted is of one installation', async () => {
  const sources = readFileSync(operator.at('registry', 'sources.json'), 'utf8');
  operator.write('other.json', sources.replace('signet.example', 'other.example'));
  const asked = ['--sources', operator.at('other.json'), '--out', operator.at('other.jws')];
  expect((await operator.registry('sign', ...asked)).says).toContain('Version 1 is signed');
  sectorIs('another');
  expect((await operator.registry('sign')).says).toContain('Version 3 is signed');
});

test('where it cannot be noted it is signed all the same, and that is said', async () => {
  mkdirSync(`${note()}.new`);
  sectorIs('another');
  const { code, says } = await operator.registry('sign');
  expect(code).toBe(0);
  expect(says).toContain('Version 3 is signed');
  expect(says).toContain('is not noted: see yourself that you sign after the newest');
});

test('a note that is there and cannot be read is none that says nothing: nothing is signed, and who only looks is told', async () => {
  rmSync(note());
  mkdirSync(note());
  copyFileSync(operator.at('version-1.jws'), registryFile());
  const { code, says } = await operator.registry('sign');
  expect(code).toBe(1);
  expect(says).toContain(`${note()} cannot be read or written (EISDIR)`);
  expect(readFileSync(registryFile())).toEqual(readFileSync(operator.at('version-1.jws')));
  const looked = await operator.registry('diff');
  expect(looked.code).toBe(0);
  expect(looked.says).toContain('Whether a newer one was signed is not seen here.');
});

test.each([
  '',
  'null',
  '{"https://signet.example.test":"2"}',
  '{"https://signet.example.test":-2}',
])('a note that cannot be read is said, and nothing signed: %s', async (kept) => {
  writeFileSync(note(), kept);
  for (const command of ['sign', 'diff']) {
    const { code, says } = await operator.registry(command);
    expect([command, code]).toEqual([command, 1]);
    expect(says).toContain(`${note()} cannot be read as the versions that were signed last`);
  }
});
