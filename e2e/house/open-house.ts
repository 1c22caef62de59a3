import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { requireFreePorts } from '../../scripts/launch/ports.ts';
import { prepareHome } from '../../scripts/launch/prepare-home.ts';
import { startHouse } from '../../scripts/launch/processes.ts';
import { foldersOf } from '../../scripts/launch/plan.ts';
import { wholeStrings } from './heap-flags.ts';
import { tapHttp, tapTcp } from './tap.ts';
import { recordings, tapPorts, testHome, testPlan } from './test-plan.ts';

/**
 * Brings up the whole house for the journeys of one worker, with a tap on every wire of the bff; the answer takes it down. None of the
 * sample agencies has an address that the bff itself calls. `profile` is a file in this folder.
 */
export async function openHouse(profile?: string): Promise<() => Promise<void>> {
  // A fresh database each run, and empty letter boxes; keys, pages and photographs may be kept.
  const { data, printed, printInbox } = foldersOf(testHome);
  for (const folder of [data, printed, printInbox])
    rmSync(folder, { recursive: true, force: true });
  rmSync(path.join(testHome, 'recorded'), { recursive: true, force: true });
  await requireFreePorts({
    ...testPlan.ports,
    ...Object.fromEntries(Object.entries(tapPorts).map(([k, v]) => [`${k} tap`, v])),
  });
  const chosen = profile === undefined ? {} : { profile: path.join(import.meta.dirname, profile) };
  await prepareHome({ ...testPlan, ...chosen }, () => undefined);

  for (const folder of [recordings.output, recordings.heap]) mkdirSync(folder, { recursive: true });
  const taps = await Promise.all([
    tapHttp({ port: tapPorts.bff, target: testPlan.ports.bff, folder: recordings.bff }),
    tapHttp({
      port: tapPorts.proofing,
      target: testPlan.ports.proofing,
      folder: recordings.proofing,
    }),
    tapHttp({
      port: tapPorts.carrier,
      target: testPlan.ports.standins,
      folder: recordings.carrier,
    }),
    tapHttp({
      port: tapPorts.printShop,
      target: testPlan.ports.standins,
      folder: recordings.printShop,
    }),
    tapTcp({ port: tapPorts.smtp, target: testPlan.ports.smtp, folder: recordings.smtp }),
  ]);
  const outputs = new Map<string, ReturnType<typeof createWriteStream>>();
  const house = await startHouse(
    testPlan,
    ({ app, text }) => {
      const output =
        outputs.get(app) ?? createWriteStream(path.join(recordings.output, `${app}.log`));
      outputs.set(app, output);
      output.write(`${text}\n`);
    },
    // SIGUSR2 asks the bff for a heap snapshot, which the canary then searches.
    {
      nodeArguments: {
        bff: ['--heapsnapshot-signal=SIGUSR2', `--diagnostic-dir=${recordings.heap}`, wholeStrings],
      },
    },
  );
  process.env['SIGNET_BFF_PID'] = String(house.pids.get('bff'));

  return async () => {
    await house.stop();
    await Promise.all(taps.map((tap) => tap.close()));
    await Promise.all(
      [...outputs.values()].map(
        (output) => new Promise<void>((resolve) => output.end(() => resolve())),
      ),
    );
  };
}
