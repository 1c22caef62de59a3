import { writeFile } from 'node:fs/promises';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { isPublic } from '@signet/contracts/agency';
import { keysIn, longestKeySet } from '@signet/contracts/published-keys';
import { readAtMost } from '@signet/contracts/read-at-most';
import { agencyFiles } from './check-agencies.ts';
import { readJson } from './read-json.ts';

const timeoutMs = 10_000;

/**
 * Compares what agencies publish at their `jwksUri` with the thumbprints that their files name, and says what differs. With a
 * client, its file gets what is published now; the next signed registry makes it count. The only command that asks the network.
 */
export async function fetchKeys(
  folder: string,
  replace: readonly (readonly [string, string])[],
  clientId: string | undefined,
): Promise<number> {
  let unnamed = 0;
  let seen = 0;
  for (const file of await agencyFiles(folder)) {
    const entry = (await readJson(file)) as Entry | null;
    // What has another form is for `validate`.
    if (typeof entry?.jwksUri !== 'string' || typeof entry.clientId !== 'string') continue;
    if ((clientId ?? entry.clientId) !== entry.clientId) continue;
    seen += 1;
    const published = await publishedAt(
      replace.reduce((all, [from, to]) => all.replaceAll(from, to), entry.jwksUri),
    );
    const named = (Array.isArray(entry.jwksThumbprints) ? entry.jwksThumbprints : []).filter(
      (one) => typeof one === 'string',
    );
    const added = published.filter((one) => !named.includes(one));
    const gone = named.filter((one) => !published.includes(one));
    for (const one of added) console.log(`+ ${entry.clientId} publishes ${one}`);
    for (const one of gone) console.log(`- ${entry.clientId} publishes no more ${one}`);
    if (clientId === undefined) unnamed += added.length;
    else if (added.length + gone.length > 0) await write(file, entry, published);
  }
  if (clientId !== undefined && seen === 0) {
    console.error(`no file in ${folder} has this clientId and a "jwksUri".`);
    return 1;
  }
  if (unnamed > 0)
    console.log(
      'These keys do not count. Ask the agency by another way than the web; then name it.',
    );
  return unnamed === 0 ? 0 : 1;
}

type Entry = {
  readonly clientId?: string;
  readonly jwksUri?: string;
  readonly jwksThumbprints?: readonly string[];
};

async function publishedAt(address: string): Promise<readonly string[]> {
  const response = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => undefined);
  if (response?.ok !== true) throw new Error(`${address} answers nothing that can be used.`);
  const text = await readAtMost(response, longestKeySet).catch(() => '');
  if (text === undefined)
    throw new Error(
      `${address} sends more than ${longestKeySet} bytes, and Signet reads no keys where there is more. Tell the agency.`,
    );
  const keys = keysIn(text);
  if (keys.length === 0) throw new Error(`${address} holds no keys.`);
  if (keys.some((key) => typeof key !== 'object' || key === null))
    throw new Error(`${address} holds something that is no key. Tell the agency.`);
  if ((keys as JWK[]).some((key) => !isPublic(key)))
    throw new Error(`${address} publishes a private key. Tell the agency that it is lost.`);
  const prints = (keys as JWK[]).map((key) => calculateJwkThumbprint(key).catch(() => undefined));
  // What has no thumbprint is of a kind that never counts.
  return (await Promise.all(prints)).filter((print) => print !== undefined);
}

async function write(file: string, entry: Entry, jwksThumbprints: readonly string[]) {
  await writeFile(file, `${JSON.stringify({ ...entry, jwksThumbprints }, undefined, 2)}\n`);
  console.log(`${file} names them. Compare them with what the agency told you by another way than
the web, commit the file, and sign.`);
}
