import path from 'node:path';
import { install, node24, root, run } from './bootstrap.mjs';
import { ensureBrowser } from './browser.mjs';

// `npm run bench:unlock`: what an unlock costs the browser and what a sign-in costs the server, beside the targets; `-- server` for the latter.
await install();
const half = process.argv[2];
const codes = [];
if (half !== 'server') await bench('e2e/bench/unlock.ts', await ensureBrowser());
if (half !== 'browser') await bench('apps/bff/src/testing/bench/sign-in-cpu.ts', {});
process.exit(Math.max(...codes));

async function bench(file, env) {
  codes.push((await run(node24(), [path.join(root, file)], { env })).code);
}
