import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { faults } from './faults.ts';
import { outcomes } from './outcomes.ts';
import { readPeople, type Person } from './people.ts';
import { createPopulation } from './population/create-population.ts';
import { traits } from './population/traits.ts';

/** Everything that a tester may lean on, as one page: personas, magic values, residents' traits, faults. */
function tablesPage(personas: readonly Person[], population: readonly Person[]): string {
  const places = new Set(population.map(({ jurisdiction }) => jurisdiction)).size;
  return `# What the stand-ins know

Written from the tables that the stand-ins themselves read; a test compares. People are invented, numbers reserved: SSN 9xx, telephone 555-01xx.

## Personas

| Who | Shows | ID number | SSN | Phone |
|---|---|---|---|---|
${rows(personas.map((one) => [`${one.givenName} ${one.familyName}`, one.shows, `${one.jurisdiction} ${one.documentNumber}`, one.ssn, one.phone]))}

## Magic values

What is presented decides what is answered, whoever presents it. Everything else is looked up and compared honestly.

| Stand-in | When | It |
|---|---|---|
${rows(outcomes.map((one) => [one.source, `${one.field} ends in \`${one.ends}\``, one.says]))}
| risk | the document ends within half a year | says "review" |

## Residents

${population.length} residents of ${places} jurisdictions, drawn from one seed: the same on every machine.

| Trait | Residents |
|---|---|
${rows([...new Set(traits.map(({ name }) => name))].map((name) => [name, String(population.filter(({ shows }) => shows === name).length)]))}

## Faults

\`POST /control/faults\` with \`endpoint\`, \`fault\` and, if wanted, \`times\`, \`containing\`, \`ms\`, \`from\` and \`until\`; \`POST /control/calm\` ends them all.
\`POST /control/clock\` moves the stand-ins' time, \`POST /control/risk\` tells the risk service what to say, \`GET /control/journal\` names the fields that
were asked for. \`POST /control/namespaces\` opens stand-ins of a test's own, on a port of their own, with nothing in common with others;
\`POST /control/namespaces/here\` opens them at this very port, in the place of those before, as each journey does.

| Fault | The source |
|---|---|
${rows(Object.entries(faults))}
`;
}

function rows(cells: readonly (readonly string[])[]): string {
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const root = path.resolve(import.meta.dirname, '../../..');
export const tablesFile = path.join(root, 'docs/stand-ins.md');

/** The page as the tables have it now. */
export function currentTables(): string {
  return tablesPage(readPeople(path.join(root, 'e2e/personas.json')), createPopulation());
}

if (import.meta.main) writeFileSync(tablesFile, currentTables());
