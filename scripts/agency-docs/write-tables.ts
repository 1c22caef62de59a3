import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { agencyTables } from './tables.ts';

// `npm run -s agency-docs`: writes the tables of docs/agencies from the code.
const root = path.resolve(import.meta.dirname, '..', '..');
for (const [file, content] of Object.entries(agencyTables)) {
  writeFileSync(path.join(root, file), content());
  console.log(file);
}
