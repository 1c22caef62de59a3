import { writeFileSync } from 'node:fs';
import { blocklist, blocklistFile } from './blocklist.ts';
import { writePasswordSet } from './write-password-set.ts';

/** `npm run -s password-blocklist` writes the list that the browser loads, and says what it is made of. */
const list = blocklist();
const passwords = list.flatMap((family) => family.passwords);
const bytes = await writePasswordSet(passwords);
writeFileSync(blocklistFile, bytes);

for (const { name, passwords } of list) console.log(String(passwords.length).padStart(7), name);
console.log(String(passwords.length).padStart(7), `in all, in ${bytes.length} bytes`);
