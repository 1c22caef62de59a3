import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './bootstrap.mjs';

// `npm run screens`, after `npm test`: the pictures of the README, as the journeys took them.
const pictures = [
  '01-start-390',
  '06-id-390',
  '08-review-390',
  '09-recovery-key-390',
  '11-consent-390',
  '12-agency-1280',
];
const kept = path.join(root, 'docs', 'screens');
mkdirSync(kept, { recursive: true });
for (const name of pictures)
  copyFileSync(
    path.join(root, 'test-results', 'screens', `${name}.png`),
    path.join(kept, `${name}.png`),
  );
console.log(`Kept ${pictures.length} pictures in ${kept}.`);
