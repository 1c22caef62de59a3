import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { environmentOf } from './launch/app-environment.ts';
import { developmentPlan } from './launch/plan.ts';

// Runs the bff's own command on the keys of this installation; a running bff sees the change within a second.
const root = path.resolve(import.meta.dirname, '..');
const home = path.resolve(process.env['SIGNET_HOME'] ?? path.join(root, '.signet'));
const plan = developmentPlan(root, home, Number(process.env['SIGNET_BASE_PORT'] ?? 4000));
const command = path.join(root, 'apps', 'bff', 'src', 'keys', 'rotate-signing-keys.ts');
const { status } = spawnSync(process.execPath, [command, ...process.argv.slice(2)], {
  env: environmentOf('bff', plan),
  stdio: 'inherit',
});
process.exit(status ?? 1);
