import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { signalPaths } from './signal-paths.ts';
import { takenFromAgencies, toldToAgencies } from './signal-types.ts';

// What agencies read of signals (docs/agencies/signals.md) against the signals that there are.

const text = readFileSync(
  path.resolve(import.meta.dirname, '../../../../docs/agencies/signals.md'),
  'utf8',
);

/** The first column of a section's table: every event, with the members that are named beside it. */
function documented(section: string): readonly string[] {
  const [, body = ''] = text.split(`## ${section}\n`);
  const [table = ''] = body.split(/^## /m);
  return [...table.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) =>
    [...cell.replace(/, without .*/, '').matchAll(/`([^`]+)`/g)]
      .map(([, word = '']) => word)
      .join(' '),
  );
}

test('every event that an agency is told of is in the table, and no other (AGENCY-11)', () => {
  const told = Object.values(toldToAgencies).map(({ uri, members }) =>
    [uri, ...Object.entries(members).flat()].join(' '),
  );
  expect(documented('What you are told').toSorted()).toEqual(told.toSorted());
});

test('every event that an agency may tell is in the table, and no other (AGENCY-12)', () => {
  expect(documented('What you tell').toSorted()).toEqual(Object.keys(takenFromAgencies).toSorted());
});

test('every address for it is named (AGENCY-11, AGENCY-12)', () => {
  const { log: _log, ...ofSignals } = signalPaths;
  for (const address of Object.values(ofSignals)) expect(text).toContain(address);
});
