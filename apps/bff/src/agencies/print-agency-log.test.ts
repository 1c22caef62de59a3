import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordEvent } from '../audit/record-event.ts';
import { closeDatabase, openDatabase } from '../db/open.ts';

// AGENCY-43: what whoever runs Signet prints for an agency that has no key.

const folder = mkdtempSync(path.join(os.tmpdir(), 'signet-agency-log-'));
const program = path.join(import.meta.dirname, 'print-agency-log.ts');
const print = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
};
beforeAll(() => {
  const db = openDatabase(path.join(folder, 'signet.sqlite'));
  const details = { clientId: 'urn:test:harbor', claims: 'address', sender: 'anonymous' } as const;
  recordEvent(db, Date.parse('2026-11-30T12:00:00Z'), 'agency.request-trimmed', null, details);
  closeDatabase(db);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('beside a bff that has it open it is printed as well (AGENCY-43)', () => {
  const db = openDatabase(path.join(folder, 'signet.sqlite'));
  recordEvent(db, Date.parse('2026-11-30T13:00:00Z'), 'agency.request-trimmed', null, {
    clientId: 'urn:test:lantern',
    claims: 'phone',
    sender: 'anonymous',
  });
  const { status, stdout, stderr } = print('urn:test:lantern', '--data', folder);
  closeDatabase(db);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ claims: 'phone' });
});

test('one agency’s log is printed, line by line (AGENCY-43)', () => {
  const { status, stdout, stderr } = print('urn:test:harbor', '--data', folder);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ event: 'agency.request-trimmed', claims: 'address' });
});

// prettier-ignore
test.each<[string, readonly string[], number, string]>([
  ['an agency of which nothing is recorded', ['urn:test:harbour', '--data', folder],    0, 'Nothing is recorded for urn:test:harbour'],
  ['no agency',                              ['--data', folder],                        2, 'usage:'],
  ['an option that there is not',            ['urn:test:harbor', '--from', 'x'],        2, 'usage:'],
  ['a day that is none',                     ['urn:test:harbor', '--since', 'x'],       2, 'usage:'],
  ['a folder without a database',            ['urn:test:harbor', '--data', '/nowhere'], 1, 'there is no database /nowhere/signet.sqlite'],
])('%s is said in words (AGENCY-43)', (_what, words, status, says) => {
  const printed = print(...words);
  expect(printed).toMatchObject({ status, stdout: '' });
  expect(printed.stderr).toContain(says);
  expect(printed.stderr).not.toMatch(/^ +at /m);
});
