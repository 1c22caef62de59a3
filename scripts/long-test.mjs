import path from 'node:path';
import { install, node24, root, run } from './bootstrap.mjs';

// Runs one test file at the length that a setting gives it: `long-test.mjs NAME=VALUE file`. `npm test` runs a short slice.
await install();
const [setting = '', file = ''] = process.argv.slice(2);
const [name, value] = setting.split('=');
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { code } = await run(node24(), [vitest, 'run', '--reporter=default', file], {
  env: { [name]: value },
});
process.exit(code);
