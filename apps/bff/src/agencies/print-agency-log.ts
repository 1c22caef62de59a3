import path from 'node:path';
import { parseArgs } from 'node:util';
import { closeDatabase, openToRead } from '../db/open.ts';
import { agencyLog } from './agency-log.ts';

/**
 * Prints an agency's own log, one line of JSON per event, for whoever runs Signet to hand over to an agency that has no key to read it with:
 * `npm run -s agency-log -- urn:signet:agency:harbor-licensing --since 2026-11-01`. The database is opened for reading only.
 */
const usage = 'usage: npm run -s agency-log -- CLIENT_ID [--since YYYY-MM-DD] [--data FOLDER]';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { since: { type: 'string' }, data: { type: 'string' } },
});
const [clientId, ...rest] = positionals;
const since = values.since === undefined ? 0 : Date.parse(values.since);
if (clientId === undefined || rest.length > 0 || Number.isNaN(since)) {
  console.error(usage);
  process.exit(2);
}
const home = process.env['SIGNET_HOME'] ?? '.signet';
const data = values.data ?? process.env['SIGNET_DATA'] ?? path.join(home, 'data');
const db = openToRead(path.join(data, 'signet.sqlite'));
for (const entry of agencyLog({ db }, clientId, since)) console.log(JSON.stringify(entry));
closeDatabase(db);
