import { expect, test } from 'vitest';
import document from '../../../../docs/security/hostile-server.md?raw';
import requirements from '../../../../docs/security/requirements.md?raw';
import { attacks } from './attacks.ts';

const rows = attacks.flatMap((section) => section.rows);
const [begin, end] = ['<!-- the attacks, from their rows -->', '<!-- end of the attacks -->'];

function tables(): string {
  const sections = attacks.map((section) =>
    [
      `### ${section.title}`,
      '',
      '| Attack | What it would have gained | What stops it |',
      '|---|---|---|',
      ...section.rows.map(({ name, gain, stoppedBy }) => `| ${name} | ${gain} | ${stoppedBy} |`),
    ].join('\n'),
  );
  return [`${rows.length} attacks, 0 succeed.`, ...sections].join('\n\n');
}

test('the document says of every attack what its row says (npx vitest run apps/web/src/hostile-server/document.test.ts -u writes it anew)', async () => {
  const [before = '', rest = ''] = document.split(begin);
  const [, after = ''] = rest.split(end);
  await expect([before, begin, '\n\n', tables(), '\n\n', end, after].join('')).toMatchFileSnapshot(
    '../../../../docs/security/hostile-server.md',
  );
});

test('there are at least forty, each of them once', () => {
  const names = rows.map(({ during, name }) => `${during}: ${name}`);
  expect(names.length).toBeGreaterThanOrEqual(40);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});

test('every requirement that a row names exists', () => {
  const named = rows.flatMap(({ stoppedBy }) => stoppedBy.match(/\b[A-Z]+-\d+\b/g) ?? []);
  const ours = named.filter((number) => /^(ZONE|VAULT|AUTH|WEB|PROOF|AGENCY)-/.test(number));
  expect(ours.length).toBeGreaterThan(40);
  expect(ours.filter((number) => !requirements.includes(`| ${number} |`))).toEqual([]);
});
