import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { textsIn } from './catalogue.ts';
import { noted, outdated, type TranslatedFrom } from './translated-from.ts';

// `npm run translated -w @signet/web [-- id …]`: notes what English each Spanish text says; ids are those that are right as they stand.

const locales = path.resolve(import.meta.dirname, '../src/locales');
const textsOf = (language: string) =>
  textsIn(readFileSync(path.join(locales, language, 'messages.po'), 'utf8'));
const file = path.join(locales, 'es', 'translated-from.json');

const english = textsOf('en');
const before = JSON.parse(readFileSync(file, 'utf8')) as TranslatedFrom;
const from = await noted(english, textsOf('es'), before, process.argv.slice(2));
writeFileSync(file, `${JSON.stringify(from, undefined, 2)}\n`);
const left = await outdated(english, from);
if (left.length > 0) {
  console.error(`The English of these changed, and their Spanish did not: ${left.join(', ')}`);
  process.exitCode = 1;
}
