import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { accountOperations } from './account.ts';
import { ceremonyOperations, recoveryOperations } from './ceremonies.ts';
import { connectionOperations } from './connections.ts';
import { consentOperations } from './consent.ts';
import { commonProblems, type Operation } from './operation.ts';
import { operationTable } from './operation-table.ts';
import { problemStatus } from './problem.ts';
import { emailOperations } from './emails.ts';
import { handOffOperations } from './hand-off.ts';
import { letterOperations } from './letter.ts';
import { proofingOperations } from './proofing.ts';
import { sessionOperations, sessionStages } from './session.ts';
import { secondFactorOperations } from './second-factors.ts';
import { signInOperations } from './sign-in.ts';
import { signUpOperations } from './sign-up.ts';
import { vaultOperations } from './vault.ts';
import { waitOperations } from './waits.ts';

const rows: [string, Operation][] = Object.entries(operationTable);

describe('the table of operations (WEB-4)', () => {
  test('holds every operation of every part, none over another', () => {
    const parts = [
      sessionOperations,
      signUpOperations,
      signInOperations,
      secondFactorOperations,
      recoveryOperations,
      waitOperations,
      vaultOperations,
      ceremonyOperations,
      accountOperations,
      emailOperations,
      proofingOperations,
      handOffOperations,
      letterOperations,
      consentOperations,
      connectionOperations,
    ];
    expect(rows.map(([name]) => name)).toEqual(parts.flatMap((part) => Object.keys(part)));
  });

  test('has no path twice, also where a parameter could be read as another’s word', () => {
    const paths = rows.map(([, { path }]) => path);
    expect(new Set(paths).size).toBe(paths.length);
    for (const path of paths) {
      const pattern = new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`);
      expect(paths.filter((other) => pattern.test(other))).toEqual([path]);
    }
  });

  test.each(rows)(
    '%s has a path of plain words, under /api or under one interaction',
    (_name, { path }) => {
      expect(path).toMatch(/^(\/interaction\/:uid)?\/api(\/[a-z-]+)*$/);
    },
  );

  test.each(rows)(
    '%s reads and is a GET without a body, or changes something and is a POST (WEB-2)',
    (name, operation) => {
      expect(operation.method).toBe(name.startsWith('read') ? 'GET' : 'POST');
      if (operation.method === 'GET') {
        expect(v.is(operation.input, {})).toBe(true);
        expect(v.is(operation.input, { any: 1 })).toBe(false);
        expect(operation).not.toHaveProperty('bodyLimitBytes');
      }
    },
  );

  test.each(rows)('%s refuses with known problems, none named twice', (_name, { problems }) => {
    expect(new Set(problems).size).toBe(problems.length);
    expect(Object.keys(problemStatus)).toEqual(expect.arrayContaining([...problems]));
  });

  test.each(rows)('%s takes an object and nothing else (WEB-3)', (_name, { input }) => {
    for (const wrong of [undefined, null, 0, '', 'text', true, [{}]])
      expect(v.is(input, wrong)).toBe(false);
  });
});

describe('who may ask (AUTH-5)', () => {
  const openTo = (session: Operation['session']) =>
    rows.filter(([, operation]) => operation.session === session).map(([name]) => name);

  test('anyone: what begins, ends, names or, where there is one, extends a session, and what an agency’s request shows', () => {
    expect(openTo('none')).toEqual([
      'readSession',
      'extendSession',
      'disavowSignIn',
      'endSession',
      'beginSignUp',
      'confirmEmail',
      'beginSignIn',
      'finishSignIn',
      'beginPasskeyOnly',
      'finishPasskeyOnly',
      'beginRecovery',
      'finishRecovery',
      'beginReset',
      'stopWait',
      'redeemReset',
      'confirmNewSecondFactor',
      'confirmAddress',
      'disavowIdentity',
      'redeemHandOff',
      'readInteraction',
      'refuseConsent',
    ]);
  });

  test('after a password alone: the second factor, and nothing of the vault', () => {
    expect(openTo('first-factor')).toEqual([
      'submitTotp',
      'beginPasskeySignIn',
      'finishPasskeySignIn',
      'submitBackupCode',
      'sendTextCode',
      'submitTextCode',
      'beginNewSecondFactor',
    ]);
  });

  test('after both factors: all that proofs and shares', () => {
    for (const name of ['startProofing', 'submitStep', 'completeLogin', 'grantConsent'])
      expect(openTo('signed-in')).toContain(name);
  });

  test('every session that is asked for is a stage that a session can be in', () => {
    for (const [, { session }] of rows) expect([...sessionStages, 'hand-off']).toContain(session);
  });

  test('a phone that took a hand-off’s link: two photographs and a no (PROOF-13)', () => {
    expect(openTo('hand-off')).toEqual(['readHandOffKey', 'sendHandOffPhotograph', 'stopHandOff']);
  });
});

describe('problems', () => {
  test.each(Object.entries(problemStatus))('%s is an error of HTTP: %i', (code, status) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
  });

  test('no operation has to name what every operation has', () => {
    expect(Object.keys(problemStatus)).toEqual(expect.arrayContaining([...commonProblems]));
  });
});
