import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../../../../../shared/data/wycheproof/', import.meta.url);

/** One group of a Wycheproof file (C2SP/wycheproof, `testvectors_v1`): its parameters and its cases. */
export interface Group<Case> {
  readonly [parameter: string]: unknown;
  readonly tests: readonly (Case & {
    readonly tcId: number;
    readonly result: 'valid' | 'invalid' | 'acceptable';
  })[];
}

/** The groups of `../shared/data/wycheproof/<name>_test.json` beside the checkout; `undefined`, said aloud, without it. */
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

export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, 'hex'));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
