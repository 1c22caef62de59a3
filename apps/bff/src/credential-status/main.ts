import path from 'node:path';
import { loadRegistry } from '../agencies/registry.ts';
import { openDatabase, closeDatabase } from '../db/open.ts';
import { readConfig } from '../config.ts';
import { readBffKeys } from '../keys/bff-keys.ts';
import { identityCommand } from './identity-command.ts';

// Beside a running bff, on its database and with its settings; the next reader of a status list sees the change.
try {
  const config = readConfig(process.env);
  const { registry } = await loadRegistry(config, Date.now());
  const db = openDatabase(path.join(config.dataFolder, 'signet.sqlite'));
  try {
    const bff = { config, db, keys: readBffKeys(config.keyFolder), now: Date.now, registry };
    console.log(identityCommand(bff, process.argv.slice(2)));
  } finally {
    closeDatabase(db);
  }
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : 'The command failed.');
  process.exit(1);
}
