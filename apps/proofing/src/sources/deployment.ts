import path from 'node:path';
import * as v from 'valibot';
import {
  credentialFileName,
  faultsOf,
  partyUrl,
  sectionOf,
} from '@signet/contracts/deployment-file';
import { credentialSchemas, type Credential } from './credentials.ts';
import { manifests, type SourceName } from './manifests.ts';

const text = v.pipe(v.string(), v.minLength(1));
const milliseconds = (most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(most));

/** Where a secret is; it is never in the configuration itself. */
const reference = v.union([
  v.strictObject({ file: credentialFileName, name: text }),
  v.strictObject({ env: text }),
]);

const source = (name: SourceName) =>
  v.strictObject({
    url: partyUrl,
    timeoutMs: milliseconds(manifests[name].budget.callMs),
    credential: reference,
  });

/** What stands on every letter. */
const letters = v.strictObject({
  /** Given by the post: six digits, with serials of nine. */
  mailerId: v.pipe(v.string(), v.regex(/^[0-8]\d{5}$/)),
  /** The class of mail and what the post does for it, three digits. */
  serviceType: v.pipe(v.string(), v.regex(/^\d{3}$/)),
  returnAddress: v.pipe(v.array(text), v.minLength(2), v.maxLength(4)),
});
export type LetterSetting = v.InferOutput<typeof letters>;

/** All that proofing is told about those outside, in the deployment's one file. */
const proofingSection = v.strictObject({
  letters,
  stepBudgetMs: milliseconds(60_000),
  sources: v.strictObject({
    documentChecker: source('documentChecker'),
    dmv: source('dmv'),
    records: source('records'),
    socialSecurity: source('socialSecurity'),
    addressRecord: source('addressRecord'),
    phoneOwnership: source('phoneOwnership'),
    messageDelivery: source('messageDelivery'),
    risk: source('risk'),
  }),
});

type SourceSetting<Name extends SourceName> = {
  readonly url: string;
  readonly timeoutMs: number;
  readonly credential: Credential<(typeof manifests)[Name]['signing']>;
};

export type Deployment = {
  readonly letters: LetterSetting;
  /** How long a step may wait for all of its sources together. */
  readonly stepBudgetMs: number;
  readonly sources: { readonly [Name in SourceName]: SourceSetting<Name> };
};

type Read = {
  /** Where the secrets of proofing alone are. */
  readonly credentials: string;
  /** Parses a file as JSON; throws a sentence without a word of the file. */
  readonly json: (file: string) => unknown;
  readonly variable: (name: string) => string | undefined;
};

/** Reads proofing's section of the file and every secret that it refers to; whatever is wrong is one sentence that says where, and quotes nothing. */
export function readDeployment(file: string, read: Read): Deployment {
  const parsed = v.safeParse(sectionOf('proofing', proofingSection), read.json(file));
  if (!parsed.success)
    throw new Error(
      `the deployment's file ${file} is not as it should be at ${faultsOf(parsed.issues)}`,
    );
  const { letters: onLetters, stepBudgetMs, sources } = parsed.output;
  const slowest = Object.entries(sources).find(([, { timeoutMs }]) => timeoutMs > stepBudgetMs);
  if (slowest !== undefined)
    throw new Error(
      `the deployment's file ${file} gives ${slowest[0]} more time than a step has: raise stepBudgetMs`,
    );
  const settings = Object.entries(sources).map(([name, { url, timeoutMs, credential }]) => [
    name,
    { url, timeoutMs, credential: readCredential(name as SourceName, credential, read) },
  ]);
  return {
    letters: onLetters,
    stepBudgetMs,
    sources: Object.fromEntries(settings) as Deployment['sources'],
  };
}

function readCredential(
  name: SourceName,
  where: v.InferOutput<typeof reference>,
  read: Read,
): unknown {
  const called = 'env' in where ? `in the variable ${where.env}` : `"${where.name}"`;
  const found = 'env' in where ? fromVariable(where.env, read) : fromFile(where, read);
  const parsed = v.safeParse(credentialSchemas[manifests[name].signing], found);
  if (parsed.success) return parsed.output;
  throw new Error(
    `the credential ${called} of ${name} is not as ${manifests[name].signing} needs it, at ${faultsOf(parsed.issues)}`,
  );
}

function fromFile({ file, name }: { file: string; name: string }, read: Read): unknown {
  const where = path.join(read.credentials, file);
  const secrets = read.json(where);
  const found =
    typeof secrets === 'object' && secrets !== null && Object.hasOwn(secrets, name)
      ? (secrets as Record<string, unknown>)[name]
      : undefined;
  if (found === undefined) throw new Error(`the credential "${name}" is not in ${where}`);
  return found;
}

function fromVariable(name: string, read: Read): unknown {
  const value = read.variable(name);
  if (value === undefined) throw new Error(`the credential variable ${name} is not set`);
  try {
    return JSON.parse(value);
  } catch {
    throw new Error(`the credential variable ${name} is not JSON`);
  }
}
