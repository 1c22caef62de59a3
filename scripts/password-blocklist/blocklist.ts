import { readFileSync } from 'node:fs';
import path from 'node:path';
import chosen from '@zxcvbn-ts/language-common/src/passwords.json' with { type: 'json' };
import { asListed } from '../../apps/web/src/vault/password-set.ts';
import { families } from './families.ts';

const here = import.meta.dirname;

export const blocklistFile = path.resolve(here, '../../apps/web/src/vault/password-blocklist.bin');

/**
 * Every password of the list, as one would type it, under the first family that makes it; none twice as the list writes it
 * (docs/decisions/0008).
 */
export function blocklist(): readonly { readonly name: string; readonly passwords: string[] }[] {
  const phrases = readFileSync(path.join(here, 'phrases.txt'), 'utf8').trim().split('\n');
  const seen = new Set<string>();
  return families(chosen, phrases).map(({ name, passwords }) => ({
    name,
    passwords: Array.from(passwords()).filter((one) => {
      const written = asListed(one);
      return !seen.has(written) && seen.add(written);
    }),
  }));
}
