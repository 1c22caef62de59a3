import path from 'node:path';
import { install, node24, root, run } from './bootstrap.mjs';
import { ensureBrowser } from './browser.mjs';

// `npm run bench:unlock`: what an unlock costs the browser and what a sign-in costs the server, beside the targets.
install();
const browser = await ensureBrowser();
const halves = ['e2e/bench/unlock.ts', 'apps/bff/src/testing/bench/sign-in-cpu.ts'];
const codes = [];
for (const half of halves)
  codes.push((await run(node24(), [path.join(root, half)], { env: browser })).code);
process.exit(Math.max(...codes));
