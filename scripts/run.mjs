import { install, node24, run } from './bootstrap.mjs';

// Runs a TypeScript file of the repository on Node 24, whatever Node npm itself uses.
await install();
const { code } = await run(node24(), process.argv.slice(2));
process.exit(code);
