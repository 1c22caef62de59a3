import path from 'node:path';
import { foldersOf, type Plan } from '../../scripts/launch/plan.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

/** Which of the journeys' workers this is; each has a house of its own, so that none waits for or disturbs another. */
const worker = Number(process.env['TEST_PARALLEL_INDEX'] ?? 0);
/** Checkouts that are tested at the same time on one machine are told ports of their own. */
const basePort = Number(process.env['SIGNET_TEST_BASE_PORT'] ?? 4300);
const port = (offset: number) => basePort + 40 * worker + offset;

/** The house that the journeys visit: other ports and another home than `npm start`, so both may run side by side. */
export const testHome = path.resolve(
  process.env['SIGNET_TEST_HOME'] ?? path.join(root, '.signet', `e2e-${worker}`),
);

/** What the camera of this worker's browser sees (`vocabulary/camera.ts`). */
export const cameraPicture = path.join(testHome, 'camera.y4m');

/** Where the taps listen; the processes themselves listen at `plan.ports`. */
export const tapPorts = {
  bff: port(0),
  proofing: port(10),
  smtp: port(31),
  carrier: port(33),
  printShop: port(34),
} as const;

export const testPlan: Plan = {
  root,
  home: testHome,
  issuer: `http://localhost:${tapPorts.bff}`,
  agencyOrigin: `http://127.0.0.1:${port(20)}`,
  standinsOrigin: `http://127.0.0.1:${port(30)}`,
  ports: {
    bff: port(1),
    proofing: port(11),
    agency: port(20),
    standins: port(30),
    smtp: port(32),
  },
  proofingUrl: `http://127.0.0.1:${tapPorts.proofing}`,
  smtpUrl: `smtp://127.0.0.1:${tapPorts.smtp}`,
  carrierUrl: `http://127.0.0.1:${tapPorts.carrier}/carrier/v1`,
  printShopUrl: `http://127.0.0.1:${tapPorts.printShop}/print-shop/v1`,
  agencies: ['agreement-over.json', 'parks-app.json'].map((file) =>
    path.join(import.meta.dirname, file),
  ),
  // As in production; a journey moves its letter's days instead (`vocabulary/clock.ts`).
  collectEveryMinutes: 24 * 60,
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
    /** What the bff says to the carrier. */
    carrier: recorded('carrier'),
    /** What the bff says to the print shop. */
    printShop: recorded('printShop'),
    /** What each process printed. */
    output: recorded('output'),
    /** Heap snapshots of the bff. */
    heap: recorded('heap'),
  } as const;
}

export type Recordings = ReturnType<typeof recordingsOf>;

export const recordings = recordingsOf(testHome);
