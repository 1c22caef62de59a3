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
    const [, section = ''] = read('docs/agencies/errors.md').split('## Why a release was refused');
    const [table = ''] = section.split('\n## ');
    const explained = [...table.matchAll(/^\| `(\w+)` \| [^|]+ \|$/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(10);
    expect(explained.map(String).toSorted()).toEqual(codes.map(String).toSorted());
  });

  test('every sentence of a page that is quoted is on one', () => {
    const ofSignet = read('apps/web/src/locales/en/messages.po').replaceAll(/\{\w+\}/g, '…');
    const pages = path.join(root, 'apps/bff/src/oidc/pages');
    const ofProvider = readdirSync(pages)
      .map((name) => readFileSync(path.join(pages, name), 'utf8'))
      .join('\n')
      .replaceAll(/\$\{\w+\}/g, '…');
    const quoted = ['errors', 'apps'].flatMap((name) =>
      [...read(`docs/agencies/${name}.md`).matchAll(/"((?:… |[A-Z])[^"`]+)"/g)].map(
        ([, words = '']) => words,
      ),
    );
    expect(quoted.length).toBeGreaterThan(8);
    const known = `${ofSignet}\n${ofProvider}`.replaceAll(/\s+/g, ' ');
    expect(quoted.filter((words) => !known.includes(words))).toEqual([]);
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
