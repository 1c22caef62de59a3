import { createKeys } from './keys.ts';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('Usage: node create-keys.ts FOLDER');
  process.exitCode = 1;
} else {
  try {
    await createKeys(folder);
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : 'unknown reason');
    process.exitCode = 1;
  }
}
