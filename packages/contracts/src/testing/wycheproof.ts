import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../../../../../shared/data/wycheproof/', import.meta.url);

type Judged = {
  readonly tcId: number;
  readonly result: 'valid' | 'invalid' | 'acceptable';
};

type Group<Case> = {
  readonly [parameter: string]: unknown;
  readonly tests: readonly (Case & Judged)[];
};

/** The groups of `../shared/data/wycheproof/<name>_test.json` (C2SP/wycheproof); `undefined`, said aloud, without it. */
export function wycheproof<Case>(name: string): readonly Group<Case>[] | undefined {
  const file = new URL(`${name}_test.json`, folder);
  if (!existsSync(file)) {
    console.warn(
      `SKIPPED: ../shared/data/wycheproof/${name}_test.json is not there, so its cases were not run.`,
    );
    return undefined;
  }
  return (JSON.parse(readFileSync(file, 'utf8')) as { testGroups: readonly Group<Case>[] })
    .testGroups;
}
