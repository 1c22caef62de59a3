import { writeFileSync } from 'node:fs';
import { vectorNames, vectorText } from './all-vectors.ts';

/** Writes the known answers. A change to one that was published is a change of format, and needs a new version. */
for (const name of vectorNames) {
  writeFileSync(new URL(`../../../vectors/${name}.json`, import.meta.url), await vectorText(name));
  console.log(`vectors/${name}.json`);
}
