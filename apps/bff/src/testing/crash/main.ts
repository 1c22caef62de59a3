import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ceremonies } from './ceremonies.ts';
import { install } from '../installation/install.ts';
import { endings, prepareStage, runRounds, type Tally } from './rounds.ts';
import { seeded } from './seeded.ts';

// `npm run test:crash -- --times 300 --seed 7`
const { values } = parseArgs({
  options: { times: { type: 'string', default: '300' }, seed: { type: 'string' } },
});
const times = Number(values.times);
const seed = Number(values.seed ?? randomInt(1_000_000));
if (!Number.isInteger(times) || times < 1 || !Number.isInteger(seed)) {
  console.error('--times and --seed are whole numbers');
  process.exit(1);
}

const pick = seeded(seed);
const begun = performance.now();
console.log(
  `The bff is killed ${times} times; --seed ${seed} repeats what is chosen, not the machine's timing.`,
);
const house = await install();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void house.remove().then(() => process.exit(1)));
try {
  const stage = await prepareStage(house, pick, ceremonies);
  const tally = await runRounds(stage, { times, pick, say: console.log });
  console.log(`\n${table(tally)}\n`);
  const seconds = Math.round((performance.now() - begun) / 1_000);
  console.log(
    `${times} kills, ${stage.people.length} accounts, ${seconds} s: no vault lost, no half state (--seed ${seed}).`,
  );
} catch (cause) {
  console.error(`\n${cause instanceof Error ? cause.message : String(cause)}`);
  console.error(`To repeat it: npm run test:crash -- --times ${times} --seed ${seed}`);
  process.exitCode = 1;
} finally {
  await house.remove();
}

function table(tally: Tally): string {
  const width = Math.max(...[...tally.keys()].map((name) => name.length));
  const head = ['killed during'.padEnd(width), ...endings].join('  ');
  const lines = [...tally].map(([name, counts]) =>
    [
      name.padEnd(width),
      ...endings.map((ending) => String(counts[ending]).padStart(ending.length)),
    ].join('  '),
  );
  return [head, ...lines].join('\n');
}
