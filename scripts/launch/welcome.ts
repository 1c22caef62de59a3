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

/** What an agency needs to test its own application. */
export async function sandboxWelcome(plan: Plan): Promise<string> {
  const simulator = `http://127.0.0.1:${plan.ports.simulator}`;
  const rows = (await readPersonas(plan)).map((one) => `    ${one.id.padEnd(12)} ${one.shows}`);
  const own = plan.agencies?.map((file) => `    Registered        ${file}`) ?? [];
  return `
  The sandbox is running: Signet, with people who do what your tests say. Nobody real can use it.

    Issuer            ${plan.issuer}
    Simulator         ${simulator}/visits
${own.map((line) => `${line}\n`).join('')}
  In a test, ask for the way that a person's browser would take, and go on at your own address with the answer's "location":

    curl -s ${simulator}/visits -H 'content-type: application/json' \\
      -d '{"url": "the authorization URL of your application", "person": "quillon", "answer": "yes"}'

${rows.join('\n')}

  docs/agencies/testing.md says what else you can have them do. Ctrl-C stops everything; the next start knows nobody.
`;
}

/** What a person at the terminal needs to try the whole journey by hand. */
export async function welcome(plan: Plan): Promise<string> {
  const rows = (await readPersonas(plan)).map(
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

async function readPersonas(plan: Plan): Promise<readonly Persona[]> {
  const file = path.join(plan.root, 'e2e', 'personas.json');
  return JSON.parse(await readFile(file, 'utf8')) as Persona[];
}
