import { install, node24, root, run } from './bootstrap.mjs';
import path from 'node:path';

await install();
const launch = path.join(root, 'scripts', 'launch', 'main.ts');
const { code } = await run(node24(), [launch, ...process.argv.slice(2)]);
process.exit(code);
