import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openToRead } from '../db/open.ts';
import { agencyLog } from './agency-log.ts';

class WrongWords extends Error {}

/**
 * Prints an agency's own log, one line of JSON per event, for whoever runs Signet to hand over to an agency that has no key to read it with:
 * `npm run -s agency-log -- urn:signet:agency:harbor-licensing --since 2026-11-01`. The database is opened for reading only.
 */
const usage = 'usage: npm run -s agency-log -- CLIENT_ID [--since YYYY-MM-DD] [--data FOLDER]';

try {
  const { clientId, since, folder } = asked();
  const file = path.join(folder, 'signet.sqlite');
  if (!existsSync(file))
    throw new Error(`there is no database ${file}: name the folder that it is in with --data.`);
  const db = openToRead(file);
  const entries = agencyLog({ db }, clientId, since);
  for (const entry of entries) console.log(JSON.stringify(entry));
  // An identifier that is misspelt looks like an agency of which nothing is recorded.
  if (entries.length === 0)
    console.error(`Nothing is recorded for ${clientId}. Is that its clientId, letter by letter?`);
  // Not closeDatabase, which writes.
  db.$client.close();
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : 'unknown problem');
  process.exitCode = cause instanceof WrongWords ? 2 : 1;
}

function asked() {
  const { values, positionals } = wordsGiven();
  const [clientId, ...rest] = positionals;
  const since = values.since === undefined ? 0 : Date.parse(values.since);
  if (clientId === undefined || rest.length > 0 || Number.isNaN(since)) throw new WrongWords(usage);
  const home = process.env['SIGNET_HOME'] ?? '.signet';
  const folder = values.data ?? process.env['SIGNET_DATA'] ?? path.join(home, 'data');
  return { clientId, since, folder };
}

function wordsGiven() {
  try {
    return parseArgs({
      args: process.argv.slice(2),
      allowPositionals: true,
      options: { since: { type: 'string' }, data: { type: 'string' } },
    });
  } catch {
    throw new WrongWords(usage);
  }
}
