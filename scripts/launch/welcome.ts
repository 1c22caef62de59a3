import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { foldersOf, type Plan } from './plan.ts';

type Persona = {
  id: string;
  shows: string;
  givenName: string;
  familyName: string;
  ssn: string;
  phone: string;
};

/** What a person at the terminal needs to try the whole journey by hand. */
export async function welcome(plan: Plan): Promise<string> {
  const personas = JSON.parse(
    await readFile(path.join(plan.root, 'e2e', 'personas.json'), 'utf8'),
  ) as Persona[];
  const rows = personas.map(
    (one) =>
      `    ${`${one.givenName} ${one.familyName}`.padEnd(26)} SSN ${one.ssn}  phone ${one.phone}  ${one.shows}`,
  );
  return `
  Signet is running.

    Sample agencies   ${plan.agencyOrigin}/
    Signet            ${plan.issuer}/
    Outbox            ${plan.standinsOrigin}/outbox     e-mails and text messages arrive here
    Letters           ${plan.standinsOrigin}/letters    letters with a code, a minute after they were asked for
    Stand-ins         ${plan.standinsOrigin}/           who pretends to be a DMV, and what they answer

  Try this: open ${plan.agencyOrigin}/harbor, sign in with Signet, create an account with any address at
  example.test, and prove that you are one of these people. Photographs of their cards are in
    ${foldersOf(plan.home).personas}

${rows.join('\n')}

  Ctrl-C stops everything and keeps it; "npm run reset" forgets it.
`;
}
