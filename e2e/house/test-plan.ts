import path from 'node:path';
import { foldersOf, type Plan } from '../../scripts/launch/plan.ts';

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

/** Where a house of this home leaves whatever the canary searches. */
export function recordingsOf(home: string) {
  const recorded = (what: string) => path.join(home, 'recorded', what);
  return {
    /** The database, its write-ahead log, and whatever else the data folder grows. */
    data: foldersOf(home).data,
    /** What browser and agencies say to the bff. */
    bff: recorded('bff'),
    /** What the bff says to proofing. */
    proofing: recorded('proofing'),
    /** What the bff says to the mail server. */
    smtp: recorded('smtp'),
    /** What each process printed. */
    output: recorded('output'),
    /** Heap snapshots of the bff. */
    heap: recorded('heap'),
  } as const;
}

export type Recordings = ReturnType<typeof recordingsOf>;

export const recordings = recordingsOf(testHome);
