import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, stop } from './bootstrap.mjs';

// Forgets an installation: its database, keys, registry and built pages. Nothing outside the home folder is touched.
const home = path.resolve(process.env.SIGNET_HOME ?? path.join(root, '.signet'));
if (!existsSync(home)) {
  console.log(`There is nothing to forget at ${home}.`);
} else if (!existsSync(path.join(home, 'keys'))) {
  stop(
    `${home} does not look like an installation of Signet (it has no keys folder), so it was left alone.`,
  );
} else {
  rmSync(home, { recursive: true });
  console.log(`Forgotten: ${home}. The next "npm start" begins afresh.`);
}
