import { createRecoveryKey, parseRecoveryKey, recoveryKeyGroups } from '../../recovery-key.ts';
import { recoveryLoginProof } from '../../recovery-login-proof.ts';
import { valueOf } from '../refusal.ts';
import { toHex } from '../wycheproof.ts';

export interface RecoveryKeyVectors {
  readonly accepted: readonly { readonly typed: string; readonly key: string }[];
  readonly refused: readonly { readonly typed: string; readonly mistake: string }[];
  readonly loginProofs: readonly { readonly accountId: string; readonly key: string; readonly proof: string }[];
}

export async function recoveryKeyVectors(): Promise<RecoveryKeyVectors> {
  const keys = Array.from({ length: 6 }, createRecoveryKey);
  const [key = valueOf(parseRecoveryKey('00000000000000000000'))] = keys;
  const grouped = recoveryKeyGroups(key).join('-');
  const typed = [
    ...keys.map((each) => recoveryKeyGroups(each).join('-')),
    '0000-0000-0000-0000-0000',
    'oooo-OOOO-0000-0000-0000',
    'i000-0000-0000-0000-0002',
    'L000-0000-0000-0000-0002',
    grouped.toLowerCase(),
    `  ${grouped.replaceAll('-', ' ')}\t`,
    grouped.replaceAll('-', '–'),
    grouped.replaceAll('-', '\u2011'),
  ];
  const mistyped = [
    ...[0, 7, 18, 19].map((place) => key.slice(0, place) + another(key.charAt(place)) + key.slice(place + 1)),
    ...[2, 9].map((place) => exchange(key, place, place + 1)),
    exchange(key, 0, 19),
    exchange(key, 3, 12),
  ];
  const broken = ['', '0', '0000-0000-0000-0000-000', `${grouped}0`, 'UUUU-UUUU-UUUU-UUUU-UUUU', `${grouped}!`, 'é'.repeat(20), '0000_0000_0000_0000_0000'];
  return {
    accepted: typed.map((text) => ({ typed: text, key: valueOf(parseRecoveryKey(text)) })),
    refused: [...mistyped, ...broken].map((text) => ({ typed: text, mistake: mistakeIn(text) })),
    loginProofs: await Promise.all(
      ['sub_example', 'sub_another'].map(async (accountId) => ({
        accountId,
        key,
        proof: toHex(await recoveryLoginProof(accountId, key)),
      })),
    ),
  };
}

function mistakeIn(text: string): string {
  const parsed = parseRecoveryKey(text);
  if (parsed.ok) throw new Error('a vector that should be refused was accepted');
  return parsed.error.type;
}

function another(character: string): string {
  return character === '7' ? '8' : '7';
}

function exchange(key: string, left: number, right: number): string {
  const characters = [...key];
  [characters[left], characters[right]] = [key.charAt(right), key.charAt(left)];
  return characters.join('');
}
