import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { agencyTables } from './tables.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const folder = path.join(root, 'docs', 'agencies');

describe('what agencies read is what the code says', () => {
  test.each(Object.entries(agencyTables))('%s is current', (file, content) => {
    expect(read(file), 'run `npm run -s agency-docs`').toBe(content());
  });

  test('every reason for which a release is refused is explained', () => {
    const source = read('apps/bff/src/consent/presentation-refused.ts');
    const union = source.slice(0, source.indexOf(';'));
    const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code]) => code);
    const explained = [
      ...read('docs/agencies/errors.md').matchAll(/^\| `(\w+)` \| [^|]+ \|$/gm),
    ].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect(explained.map(String).toSorted()).toEqual(codes.map(String).toSorted());
  });

  test('every link leads somewhere', () => {
    const broken = readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .flatMap((name) =>
        [...read(`docs/agencies/${name}`).matchAll(/\]\((?!https?:)([^)#]+)/g)]
          .map(([, link = '']) => path.resolve(folder, link))
          .filter((target) => {
            try {
              return !readdirSync(path.dirname(target)).includes(path.basename(target));
            } catch {
              return true;
            }
          }),
      );
    expect(broken).toEqual([]);
  });
});
