import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { VaultVectors } from './testing/vectors/vault-vectors.ts';
import { changed } from './testing/changed.ts';
import type { FrozenSecret } from './testing/frozen-secret.ts';
import { sampleVault } from './testing/sample.ts';
import { readVault } from './testing/second-reader.ts';

const vectors = JSON.parse(
  readFileSync(new URL('../vectors/vault.json', import.meta.url), 'utf8'),
) as VaultVectors;

function materialOf(secret: FrozenSecret): Buffer {
  if (secret.kind === 'recovery-key') return Buffer.from(secret.key, 'ascii');
  return Buffer.from(secret.kind === 'password' ? secret.exportKey : secret.prf, 'hex');
}

describe('a reader written from FORMAT.md alone', () => {
  test.each(['password', 'recoveryKey'] as const)('reads the frozen vault with the %s', (name) => {
    const secret = vectors.secrets[name];
    const contents = readVault(vectors.stored, secret.kind, materialOf(secret));
    const texts = Object.fromEntries(
      [...contents].map(([purpose, content]) => [purpose, content.toString('utf8')]),
    );
    expect(JSON.stringify(texts) === JSON.stringify(vectors.contents)).toBe(true);
  });

  const altered = vectors.cases.filter(({ outcome }) =>
    /differ|altered|wrong_secret|no_such_slot/.test(outcome),
  );

  test.each(altered)('refuses: $title', ({ changes, secret: name }) => {
    const secret = vectors.secrets[name];
    expect(() =>
      readVault(changed(vectors.stored, changes), secret.kind, materialOf(secret)),
    ).toThrow();
  });

  test('reads a vault made just now', async () => {
    const { stored, content } = await sampleVault('credentials', new Uint8Array(5_000).fill(1));
    const contents = readVault(stored, 'password', Buffer.alloc(64, 7));
    expect(contents.get('credentials')?.equals(content)).toBe(true);
  });
});
