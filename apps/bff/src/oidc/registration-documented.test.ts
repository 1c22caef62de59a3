import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { agencySchema } from '@signet/contracts/agency';
import { profiles } from './profiles.ts';

// What agencies read of their registration (docs/agencies/registration.md) against what it may say and what follows.

const text = readFileSync(
  path.resolve(import.meta.dirname, '../../../../docs/agencies/registration.md'),
  'utf8',
);
/** The cells of each row of the tables before and after the heading. */
const [fields = [], profileRows = []] = text
  .split('## Profiles')
  .map((part) => [...part.matchAll(/^\| (`.+) \|$/gm)].map(([, row = '']) => row.split(' | ')));

test('every field of a registration is in the table, and no other (AGENCY-31)', () => {
  const documented = fields.flatMap(([cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  );
  // Certificates are of the file alone: the registry has the keys in them.
  const there = [...Object.keys(agencySchema.pipe[0].entries), 'certificates'];
  expect(documented.toSorted()).toEqual(there.toSorted());
});

test('every profile is in the table as it is (AGENCY-31)', () => {
  const yes = (is: boolean) => (is ? 'yes' : 'no');
  expect(profileRows).toEqual(
    Object.entries(profiles).map(([name, one]) => [
      `\`${name}\``,
      one.signatures.join(', '),
      one.pkce,
      one.assertionAudience,
      `${one.longestAssertion} s`,
      yes(one.pushedRequests),
      yes(one.senderConstrained),
      one.idTokenSignature,
    ]),
  );
});
