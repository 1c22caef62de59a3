import path from 'node:path';
import type { Plan } from '../../scripts/launch/plan.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** The house that the journeys visit: other ports and another home than `npm start`, so both may run side by side. */
export const testHome = path.resolve(
  process.env['SIGNET_TEST_HOME'] ?? path.join(root, '.signet', 'e2e'),
);

/** Where the taps listen; the processes themselves listen at `plan.ports`. */
export const tapPorts = { bff: 4300, proofing: 4310, smtp: 4331 } as const;

export const testPlan: Plan = {
  root,
  home: testHome,
  issuer: `http://localhost:${tapPorts.bff}`,
  agencyOrigin: 'http://127.0.0.1:4320',
  standinsOrigin: 'http://127.0.0.1:4330',
  ports: { bff: 4301, proofing: 4311, agency: 4320, standins: 4330, smtp: 4332 },
  proofingUrl: `http://127.0.0.1:${tapPorts.proofing}`,
  smtpUrl: `smtp://127.0.0.1:${tapPorts.smtp}`,
};

export const recordings = {
  /** What browser and agencies say to the bff. */
  bff: path.join(testHome, 'recorded', 'bff'),
  /** What the bff says to proofing. */
  proofing: path.join(testHome, 'recorded', 'proofing'),
  /** What the bff says to the mail server. */
  smtp: path.join(testHome, 'recorded', 'smtp'),
  /** What each process printed. */
  output: path.join(testHome, 'recorded', 'output'),
  /** Heap snapshots of the bff. */
  heap: path.join(testHome, 'recorded', 'heap'),
} as const;
