import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { and, eq, isNull } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import * as v from 'valibot';
import { signedFactsSchema } from '@signet/contracts/facts';
import { applicationId as applicationIdSchema, type ApplicationId } from '@signet/contracts/ids';
import { closeDatabase, openDatabase, type Db } from '../../db/open.ts';
import { facts, reviews } from '../../db/schema.ts';
import { readOperators } from '../../keys/bff-keys.ts';
import { castVote } from './cast-vote.ts';
import { newOperator } from './new-operator.ts';
import { counting, votesOn } from './votes.ts';
import { instant } from '../../instant.ts';

/**
 * `npm run -s review`: what operators do with an application that a risk source parked (PROOF-23). They see which checks were made and
 * how they ended, never a value, and can let it pass or refuse it, two of them together. It reaches nothing else of an account (AUTH-20).
 */
const usage = `usage:
  review list                                      what waits
  review show APPLICATION                          its checks and votes
  review decide APPLICATION pass|refuse NAME KEY   your vote, signed with your key file
  review new-operator NAME KEY                     makes a key file, and names its public half among the operators`;

const home = path.resolve(process.env['SIGNET_HOME'] ?? '.signet');
const dataFolder = process.env['SIGNET_DATA'] ?? path.join(home, 'data');
const keyFolder = process.env['SIGNET_BFF_KEYS'] ?? path.join(home, 'keys', 'bff');

const refusals = {
  no_such_review: 'No review of this name.',
  decided: 'This is decided.',
  closed: 'This waits for nobody any more: its applicant began anew.',
  voted_already: 'You have voted. Another operator has to look at it.',
};

const commands: Readonly<Record<string, (...words: string[]) => void>> = {
  list: () => withDatabase(list),
  show: (application) => withDatabase((db) => show(db, application)),
  decide: (application, vote, name, keyFile) =>
    withDatabase((db) => decide(db, application, vote, name, keyFile)),
  'new-operator': nameOperator,
};

try {
  const [name = '', ...words] = process.argv.slice(2);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new Error(usage);
  command(...words);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : 'that did not work');
  process.exit(1);
}

function withDatabase(work: (db: Db) => void): void {
  const file = path.join(dataFolder, 'signet.sqlite');
  if (!existsSync(file)) throw new Error(`There is no installation at ${dataFolder}.`);
  const db = openDatabase(file);
  try {
    work(db);
  } finally {
    closeDatabase(db);
  }
}

function list(db: Db): void {
  const waiting = db
    .select()
    .from(reviews)
    .where(and(isNull(reviews.outcome), isNull(reviews.closedAt)))
    .orderBy(reviews.dueAt)
    .all();
  const operators = readOperators(keyFolder);
  for (const { applicationId, dueAt } of waiting) {
    const votes = counting(db, operators, applicationId, votesOn(db, applicationId)).length;
    console.log(`${applicationId}  due ${instant(dueAt)}  votes ${votes}`);
  }
  console.log(`${waiting.length} waiting`);
}

function show(db: Db, given: string | undefined): void {
  const applicationId = named(given);
  const review = db.select().from(reviews).where(eq(reviews.applicationId, applicationId)).get();
  if (review === undefined) throw new Error(refusals.no_such_review);
  console.log(
    `opened ${instant(review.openedAt)}, due ${instant(review.dueAt)}, ${review.outcome ?? (review.closedAt === null ? 'undecided' : 'closed')}`,
  );
  const rows = db
    .select()
    .from(facts)
    .where(eq(facts.applicationId, applicationId))
    .orderBy(facts.id)
    .all();
  for (const { signed, step, result, at } of rows) {
    console.log(`${instant(at)}  ${step}: ${result}`);
    for (const one of v.parse(signedFactsSchema, decodeJwt(signed)).facts)
      console.log(
        `    ${[one.kind, one.evidence, one.source, one.method, one.result].filter(Boolean).join('  ')}`,
      );
  }
  const votes = votesOn(db, applicationId);
  const counted = counting(db, readOperators(keyFolder), applicationId, votes);
  for (const one of votes) {
    const but = counted.includes(one)
      ? ''
      : ', which counts for nothing: it is not signed with the key of an operator of this name';
    console.log(`${instant(one.at)}  ${one.operator}: ${one.vote}${but}`);
  }
}

function decide(db: Db, given?: string, vote?: string, name?: string, keyFile?: string): void {
  if ((vote !== 'pass' && vote !== 'refuse') || name === undefined || keyFile === undefined)
    throw new Error(usage);
  const applicationId = named(given);
  const operators = readOperators(keyFolder);
  const operator = operators[name];
  const key = readOwnKey(keyFile);
  if (operator === undefined || key.export({ format: 'jwk' }).x !== operator.x)
    throw new Error(`This is not the key of an operator named ${name}.`);
  const keys = { operators: () => operators };
  const cast = castVote({ db, keys }, applicationId, { name, key }, vote, Date.now());
  if (!cast.ok) throw new Error(refusals[cast.error.type]);
  console.log(cast.value);
}

function named(given: string | undefined): ApplicationId {
  if (given === undefined) throw new Error(usage);
  const parsed = v.safeParse(applicationIdSchema, given);
  if (!parsed.success) throw new Error(refusals.no_such_review);
  return parsed.output;
}

function readOwnKey(file: string): KeyObject {
  try {
    const key = JSON.parse(readFileSync(file, 'utf8')) as JsonWebKey;
    return createPrivateKey({ key, format: 'jwk' });
  } catch {
    // The own words of whatever reads it would quote the key.
    throw new Error(`No key that signs can be read in ${file}.`);
  }
}

function nameOperator(name?: string, keyFile?: string): void {
  if (name === undefined || !/^[a-z0-9-]{2,40}$/.test(name) || keyFile === undefined)
    throw new Error(usage);
  newOperator(keyFolder, name, keyFile);
  console.log(`${name} may review now. Their key is in ${keyFile}: give it to nobody else.`);
}
