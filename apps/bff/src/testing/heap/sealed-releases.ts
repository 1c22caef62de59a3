import { createReadStream, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { AccountId } from '@signet/contracts/ids';
import { asRegistered, testAgency } from '../agencies.ts';
import { createCitizen } from '../citizen.ts';
import { es256KeyPair, sealForAgency } from '../holder.ts';
import { install } from '../installation/install.ts';
import { inBase64 } from '../needles.ts';
import { readableValues } from '../person.ts';
import { createClient, createVisit } from '../visit.ts';

export type HeapFindings = {
  readonly releases: number;
  readonly bytes: number;
  /** Values of the person that stand in the heap; there must be none. */
  readonly found: readonly string[];
  /** Whether the search finds what is certainly there. */
  readonly searchWorks: boolean;
};

/**
 * AGENCY-22: the real bff as a process of its own hands on sealed releases, from the consent to userinfo; then every string in
 * its memory is written down and searched for the person's values, as they are and in base64.
 */
export async function searchHeapAfter(releases: number): Promise<HeapFindings> {
  const claims = [
    'given_name',
    'family_name',
    'birthdate',
    'address',
    'social_security_number',
    'phone',
  ] as const;
  const agency = await testAgency('vault', { claims, sealed: true });
  const proofing = await es256KeyPair();
  const bff = await install({
    agencies: [asRegistered(agency)],
    aheadEachTimeMs: 0,
    // V8 would cut every string of the snapshot at 1,024 characters: a value further on would not be seen.
    nodeOptions: ['--heapsnapshot-signal=SIGUSR2', '--heap-snapshot-string-limit=1000000000'],
  });
  try {
    const citizen = createCitizen(
      { ...bff, lettersTo: async (address) => bff.lettersTo(address) },
      'sealed@example.test',
    );
    const { open } = await citizen.signUp('a quiet harbor before seven');
    // As proofing says it; nothing is released for an account that was never verified.
    const database = new Database(bff.databaseFile);
    database.prepare('UPDATE accounts SET verified_at = ?').run(Date.now());
    database.close();
    const place = {
      issuer: bff.issuer,
      proofing,
      signIn: () => 'none=none; Path=/',
      status: () => ({ status_list: { idx: 0, uri: `${bff.issuer}/credential-status/1` } }),
    };
    const visit = await createVisit(place, open.accountId as AccountId, citizen.browser);
    for (let at = 0; at < releases; at += 1) {
      const client = await createClient(place, agency);
      const uid = await visit.login(
        await visit.arrive(
          client.authorizationUrl('openid profile address phone social_security_number'),
        ),
      );
      const details = await visit.details(uid);
      const sealed = await sealForAgency(await visit.presentation(details, false), agency);
      const tokens = await client.redeem(await visit.consent(uid, details.requestedClaims, sealed));
      const answer = await (await client.rawUserinfo(tokens.access_token)).text();
      if (!answer.includes(sealed.release)) throw new Error('the release was not handed on');
    }
    bff.signal('SIGUSR2');
    return { releases, ...(await search(await snapshotIn(bff.folder), agency.clientId)) };
  } finally {
    await bff.remove();
  }
}

/** Node writes it beside the process; it is whole when it stops growing. */
async function snapshotIn(folder: string): Promise<string> {
  for (let size = -1, tries = 0; tries < 240; tries += 1) {
    await pause(250);
    const name = readdirSync(folder).find((one) => one.endsWith('.heapsnapshot'));
    if (name === undefined) continue;
    const grown = statSync(path.join(folder, name)).size;
    if (grown > 0 && grown === size) return path.join(folder, name);
    size = grown;
  }
  throw new Error('the bff wrote no heap snapshot');
}

const longest = 400;

async function search(file: string, certain: string): Promise<Omit<HeapFindings, 'releases'>> {
  const forms = readableValues.flatMap((value) => [value, ...inBase64(value)]);
  const found = new Set<string>();
  let [bytes, searchWorks, before] = [0, false, ''];
  for await (const chunk of createReadStream(file, 'latin1')) {
    const text = before + String(chunk);
    bytes += String(chunk).length;
    for (const form of forms) if (text.includes(form)) found.add(form);
    searchWorks ||= text.includes(certain);
    before = text.slice(-longest);
  }
  return { bytes, found: [...found], searchWorks };
}
