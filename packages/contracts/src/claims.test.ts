import { describe, expect, test } from 'vitest';
import { claimNames, claims, claimsByScope, credential } from './claims.ts';

const disclosable: readonly string[] = credential.disclosable;
const open: readonly string[] = credential.open;

describe('the claims and the credential agree', () => {
  test.each(claimNames)(
    '%s is proofed and in the credential, or the bff’s own and not in it',
    (claim) => {
      expect([...disclosable, ...open].includes(claim)).toBe(claims[claim].proofed);
    },
  );

  test('nothing can be disclosed that nobody can ask for, but for the account', () => {
    const names: readonly string[] = claimNames;
    expect(disclosable.filter((one) => !names.includes(one))).toEqual(['account']);
  });

  test('nothing is both hidden and open, and nothing stands twice', () => {
    const all = [...disclosable, ...open];
    expect(new Set(all).size).toBe(all.length);
  });

  test('what is open to everyone is no attribute of the person (AGENCY-2)', () => {
    expect(open).toEqual(['iss', 'iat', 'exp', 'vct', 'cnf', 'status', 'level', 'pathway']);
  });

  test('the SSN is masked', () => {
    expect(claims.social_security_number.masked).toBe(true);
  });
});

describe('scopes', () => {
  const scopes = Object.entries<readonly string[]>(claimsByScope);

  test.each(scopes)('%s asks for claims that there are, each once', (_scope, asked) => {
    expect(claimNames).toEqual(expect.arrayContaining([...asked]));
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('every claim but “evidence” can be asked for by one, and “openid” asks for none (AGENCY-5)', () => {
    expect(new Set([...scopes.flatMap(([, asked]) => asked), 'evidence'])).toEqual(
      new Set(claimNames),
    );
    expect(claimsByScope.openid).toEqual([]);
  });

  test.each(scopes.filter(([scope]) => scope.startsWith('profile:')))(
    '%s asks for no more than profile does',
    (_scope, asked) => {
      expect(claimsByScope.profile).toEqual(expect.arrayContaining([...asked]));
    },
  );
});
