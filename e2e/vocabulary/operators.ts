import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { environmentOf } from '../../scripts/launch/app-environment.ts';
import { testHome, testPlan } from '../house/test-plan.ts';

const commandIn =
  (folder: string) =>
  (...words: string[]): string => {
    const command = path.join(testPlan.root, 'apps/bff/src', folder, 'main.ts');
    const env = { ...environmentOf('bff', testPlan), SIGNET_HOME: testHome };
    return execFileSync(process.execPath, [command, ...words], { env, encoding: 'utf8' });
  };

const review = commandIn('proofing/review');

/** What operators do to an identity: out of use, and back. */
export const identity = commandIn('credential-status');

/** What operators do at their command line with an application that a risk source parked. */
export const reviewQueue = {
  /** The applications that wait. */
  waiting: (): string[] => review('list').match(/\bapp_\S+/g) ?? [],

  show: (application: string): string => review('show', application),

  /** A new operator, with a key of their own. */
  newOperator() {
    const name = `operator-${randomUUID().slice(0, 8)}`;
    const key = path.join(mkdtempSync(path.join(os.tmpdir(), 'signet-operator-')), 'key.json');
    review('new-operator', name, key);
    return {
      vote: (application: string, vote: 'pass' | 'refuse'): string =>
        review('decide', application, vote, name, key),
    };
  },
};
