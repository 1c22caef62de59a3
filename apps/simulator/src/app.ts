import { Hono } from 'hono';
import * as v from 'valibot';
import { Refused } from './browser.ts';
import type { Person } from './people.ts';
import { scriptSchema } from './script.ts';
import { createVisitor, ScriptMistake, type Surroundings, type Visitor } from './visitor.ts';

const instructions = `Simulated people, for an agency's own tests.

GET  /people   who there is, and what happens to them
POST /visits   {"url": "the authorization URL of your application", "person": "quillon", "answer": "yes"}
               answers with where their browser would go: your redirect URI with its code or error

docs/agencies/testing.md says what else a script may hold.
`;

/** The simulator's own wire: JSON in, JSON out, for whoever tests on this machine. */
export function createApp(people: readonly Person[], around: Surroundings): Hono {
  const app = new Hono();
  const visitors = new Map<string, Visitor>();

  function visitorFor(person: Person): Visitor {
    const visitor = visitors.get(person.id) ?? createVisitor(person, around);
    visitors.set(person.id, visitor);
    return visitor;
  }

  app.get('/', (c) => c.text(instructions));
  app.get('/health', (c) => c.json({ healthy: true }));
  app.get('/people', (c) => c.json({ people: people.map(({ id, shows }) => ({ id, shows })) }));

  app.post('/visits', async (c) => {
    // A page of another site could send any other type without asking.
    if (c.req.header('content-type')?.split(';')[0] !== 'application/json')
      return c.json({ error: 'content_type', says: 'Send application/json.' }, 415);
    const script = v.safeParse(scriptSchema, await c.req.json().catch(() => undefined));
    if (!script.success)
      return c.json({ error: 'script_malformed', says: script.issues.map(sentenceOf) }, 400);
    const person = people.find(({ id }) => id === script.output.person);
    if (person === undefined)
      return c.json({ error: 'script_malformed', says: ['person: GET /people names them'] }, 400);
    return c.json(await visitorFor(person).visit(script.output));
  });

  app.onError((cause, c) => {
    if (cause instanceof ScriptMistake)
      return c.json({ error: 'script_malformed', says: [cause.message] }, 400);
    // Words of ours name no value; of others only the kind is told.
    const says = cause instanceof Refused ? cause.message : cause.name;
    return c.json({ error: 'visit_failed', says: [says] }, 500);
  });
  return app;
}

function sentenceOf(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'the script'}: ${issue.message}`;
}
