import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { install, node24, root, run, wasStopped } from './bootstrap.mjs';
import { ensureBrowser } from './browser.mjs';
import { leaksWritten, skippedLines } from './closing-lines.mjs';

// `npm test`: every check, cheapest first, and one closing line. `npm test -- lint unit` runs only the named ones;
// `npm run test:every`, which is `npm test -- every`, walks the journeys through the side rooms too.
await install();
const every = process.argv.includes('every');
const chosen = process.argv.slice(2).filter((name) => name !== 'every');
const reports = path.join(root, 'test-results');
mkdirSync(reports, { recursive: true });

const tool = (...at) => path.join(root, 'node_modules', ...at);
const checks = [
  {
    name: 'format',
    say: 'the format',
    run: () => single(tool('oxfmt', 'bin', 'oxfmt'), ['--check']),
  },
  {
    name: 'lint',
    say: 'the lint and the import law',
    run: () => single(tool('oxlint', 'bin', 'oxlint'), ['--type-aware', '--deny-warnings']),
  },
  {
    name: 'types',
    say: 'the types',
    run: () =>
      single(tool('turbo', 'bin', 'turbo'), [
        'run',
        'types',
        '//#types',
        '--output-logs=errors-only',
      ]),
  },
  { name: 'unused', say: 'unused code and undeclared imports', run: unused },
  { name: 'unit', say: 'the rules (unit and bff)', run: unit },
  { name: 'e2e', say: 'the journeys in Chromium, with the canary', run: journeys },
];

let passed = 0;
let failed = 0;
let skipped = [];
for (const check of checks) {
  if (chosen.length > 0 && !chosen.includes(check.name)) continue;
  console.log(`\n── ${check.say}`);
  const begun = performance.now();
  const result = await check.run();
  // Ctrl-C is meant for everything, not only for what happens to run.
  if (wasStopped()) {
    console.log('\nStopped; this says nothing about what was not run.');
    process.exit(1);
  }
  passed += result.passed;
  failed += result.failed;
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `   ${result.failed === 0 ? 'ok' : 'FAILED'}: ${result.passed} passed, ${result.failed} failed, ${seconds} s`,
  );
}
for (const line of skipped) console.log(line);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

async function single(script, args) {
  const { code } = await run(node24(), [script, ...args]);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Once over everything, tests and tools too; once strictly, each workspace by itself, over what runs in production. */
async function unused() {
  const knip = tool('knip', 'bin', 'knip.js');
  const runs = [
    ['--no-progress', '--treat-config-hints-as-errors'],
    ['--no-progress', '--strict', '--include', 'dependencies,unlisted,unresolved'].concat(
      ['apps', 'packages']
        .flatMap((folder) =>
          readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`),
        )
        .flatMap((workspace) => ['--workspace', workspace]),
    ),
  ];
  const results = [];
  for (const args of runs) results.push(await single(knip, args));
  return {
    passed: results.filter(({ failed }) => failed === 0).length,
    failed: results.filter(({ failed }) => failed > 0).length,
  };
}

async function unit() {
  const report = path.join(reports, 'unit.json');
  const { code } = await run(node24(), [
    tool('vitest', 'vitest.mjs'),
    'run',
    '--reporter=default',
    '--silent=passed-only',
    // Every core takes files; each project would by default leave one alone. What is measured against a clock says so itself.
    '--maxWorkers=100%',
    '--testTimeout=120000',
    '--hookTimeout=120000',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const read = readReport(report);
  skipped = skippedLines(read);
  const { numPassedTests, numFailedTests } = read ?? { numPassedTests: 0, numFailedTests: 0 };
  return {
    passed: numPassedTests,
    failed: code === 0 ? numFailedTests : Math.max(numFailedTests, 1),
  };
}

async function journeys() {
  const browser = await ensureBrowser();
  const report = path.join(reports, 'e2e.json');
  // What leaks at the first try only has leaked: e2e/canary/leaks.ts writes it here.
  const leaksFile = path.join(reports, 'leaks.txt');
  rmSync(leaksFile, { force: true });
  const { code } = await run(node24(), [tool('@playwright', 'test', 'cli.js'), 'test'], {
    env: { ...browser, SIGNET_JOURNEYS: every ? 'every' : 'main job' },
  });
  if (!every) console.log('   The side rooms were not walked; npm run test:every walks them too.');
  const { stats } = readReport(report) ?? { stats: { expected: 0, unexpected: 0, flaky: 0 } };
  if (stats.flaky > 0) console.log(`   ${stats.flaky} of them passed at the second try only`);
  const leaks = leaksWritten(leaksFile);
  for (const leak of leaks) console.log(`   LEAKED: ${leak}`);
  const unexpected = code === 0 ? 0 : Math.max(stats.unexpected + stats.flaky, 1);
  return {
    passed: stats.expected + (code === 0 ? stats.flaky : 0),
    failed: Math.max(unexpected, leaks.length),
  };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
