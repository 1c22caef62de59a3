import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkConsistency, parseAamva } from '../index.ts';
import { corpusFolder } from './corpus.ts';
import { samplePayload } from './sample-cards.ts';

/** `npm run -s measure:consistency`: how often each check flags an honest card, and how often it catches a changed one. */
if (!existsSync(corpusFolder)) {
  console.error(`There are no sample cards at ${corpusFolder}.`);
  process.exit(1);
}
const honest = readdirSync(corpusFolder)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => ({ name, found: findingsOf(readFileSync(path.join(corpusFolder, name))) }));
const checks = honest[0]?.found.findings.map(({ check, severity }) => ({ check, severity })) ?? [];

console.log('| Check | Weight | Honest cards that it fits | Flagged |\n|---|---|---|---|');
for (const { check, severity } of checks) {
  const results = honest.map(({ name, found }) => ({
    name,
    result: found.findings.find((one) => one.check === check)?.result,
  }));
  const flagged = results.filter(({ result }) => result === 'flag').map(({ name }) => name);
  const fits = results.filter(({ result }) => result !== 'not_applicable').length;
  console.log(
    `| ${check} | ${severity} | ${fits} | ${flagged.length}${flagged.length === 0 ? '' : `: ${flagged.map((name) => name.replace('.txt', '')).join(', ')}`} |`,
  );
}
const inconsistent = honest.filter(({ found }) => found.result === 'inconsistent').length;
console.log(`\n${inconsistent} of ${honest.length} honest cards are called inconsistent.\n`);

const changes: readonly (readonly [string, (payload: string) => string])[] = [
  ['the issuer of another state', (payload) => payload.replace(/ANSI \d{6}/, 'ANSI 636001')],
  ['an address in another state', (payload) => payload.replace(/DAJ../, 'DAJNY')],
  ['issued before birth', (payload) => payload.replace(/DBD\d{8}/, 'DBD01011950')],
  ['expired before it was issued', (payload) => payload.replace(/DBA\d{8}/, 'DBA01012020')],
  ['issued to a child', (payload) => payload.replace(/(DBB\d{4})\d{4}/, '$12015')],
];
console.log('| Changed | Caught |\n|---|---|');
for (const [what, change] of changes) {
  const caught = Array.from({ length: 200 }, (_none, at) => change(samplePayload(at))).filter(
    (payload) => findingsOf(payload).result === 'inconsistent',
  );
  console.log(`| ${what} | ${caught.length} of 200 |`);
}

function findingsOf(payload: string | Uint8Array) {
  const parsed = parseAamva(payload);
  if (!parsed.ok) throw new Error('a sample card is no AAMVA payload');
  return checkConsistency(parsed.value);
}
