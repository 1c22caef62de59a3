import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { deviationsPage } from './deviations-page.ts';

const file = path.resolve(import.meta.dirname, '../../docs/deviations.md');
writeFileSync(file, deviationsPage());
console.log(`Written: ${file}`);
