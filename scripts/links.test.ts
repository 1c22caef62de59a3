import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { trackedFiles } from './tracked-files.ts';

// Files are renamed, and documents go on naming them as they were.

const root = path.resolve(import.meta.dirname, '..');
const files = trackedFiles(root);
const places = new Set(['.', ...files.flatMap(above)]);
const documents = files.filter((file) => file.endsWith('.md'));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** A file with the folders that it is in. */
function above(file: string): readonly string[] {
  const steps = file.split('/');
  return steps.map((_step, at) => steps.slice(0, at + 1).join('/'));
}

/** What GitHub makes of headings, so that they can be linked to. */
function headingsOf(file: string): readonly string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function isThere(from: string, link: string): boolean {
  const [target = '', heading] = link.split('#');
  const to = target === '' ? from : path.posix.join(path.posix.dirname(from), target);
  const place = to.replace(/\/$/, '');
  const isKnown = places.has(place);
  return heading === undefined || !place.endsWith('.md')
    ? isKnown
    : isKnown && headingsOf(place).includes(heading);
}

test('every link between documents leads to a file that is there, and to a heading that it has', () => {
  const links = documents.flatMap((file) =>
    [...read(file).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = '']) => link)
      .filter((link) => !/^(?:https?|mailto):/.test(link))
      .map((link) => ({ file, link })),
  );
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter(({ file, link }) => !isThere(file, link))).toEqual([]);
  expect(isThere('README.md', 'docs/lost.md')).toBe(false);
  expect(isThere('README.md', 'ARCHITECTURE.md#lost')).toBe(false);
});

test('every file of code that a document names is there', () => {
  const named = documents.flatMap((file) =>
    [...read(file).matchAll(/`((?:[\w@.-]+\/)*[\w@.-]+\.(?:ts|tsx|mjs|scss))`/g)].map(
      ([, name = '']) => ({ file, name }),
    ),
  );
  const isFile = (name: string) => files.some((file) => file === name || file.endsWith(`/${name}`));
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(({ name }) => !isFile(name))).toEqual([]);
});
