import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { JWKS } from 'oidc-provider';
import { openDatabase, closeDatabase } from '../../db/open.ts';
import { readBffKeys } from '../../keys/bff-keys.ts';
import { asRegistered, type TestAgency } from '../agencies.ts';
import { es256KeyPair } from '../holder.ts';
import { install } from '../installation/install.ts';
import { person } from '../person.ts';
import { createRawAgency, type RawAgency } from '../raw-agency.ts';
import { seedPeople } from '../seed-people.ts';
import { createVisit } from '../visit.ts';
import type { Begin, MakeCodes } from './bare-engine.ts';

/** A provider that is measured, a process of its own. */
export type Contender = {
  readonly raw: RawAgency;
  /** Codes that nobody has redeemed yet; the milliseconds of a login are told where there is one. */
  codes(count: number, tookMs?: (ms: number) => void): Promise<readonly string[]>;
  /** What the process has used of the CPU, all its threads together, in milliseconds. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
};

/** Ours as it is in earnest, `main.ts` with its files; codes by whole logins, the browser's part included. */
export async function startOurs(agency: TestAgency): Promise<Contender & { readonly keys: JWKS }> {
  const proofing = await es256KeyPair();
  const house = await install({
    agencies: [asRegistered(agency)],
    aheadEachTimeMs: 0,
    credentialKey: proofing.jwk,
  });
  const { issuer } = house;
  const keys = readBffKeys(path.join(house.folder, 'keys'));
  const db = openDatabase(house.databaseFile);
  const config = { issuer, proofingUrl: '', trustedProxies: [] };
  const place = { issuer, proofing, ...seedPeople({ db, keys, config, now: Date.now }) };
  const raw = createRawAgency({ issuer }, agency);
  return {
    raw,
    keys: { keys: [...keys.oidcKeys] } as JWKS,
    async codes(count, tookMs) {
      const accountId = place.signUp(`${Math.random().toString(36).slice(2)}@example.test`);
      const codes: string[] = [];
      while (codes.length < count) {
        const begun = performance.now();
        const visit = await createVisit(place, accountId);
        const location = await visit.share(raw.authorizationUrl());
        tookMs?.(performance.now() - begun);
        codes.push(new URL(location).searchParams.get('code') ?? '');
      }
      return codes;
    },
    cpuMs: house.cpuMs,
    async stop() {
      closeDatabase(db);
      await house.remove();
    },
  };
}

/** The engine alone, for the same client and with the same keys. */
export async function startBare(agency: TestAgency, keys: JWKS): Promise<Contender> {
  // As ours is started: without the test runner's settings.
  const child = fork(path.join(import.meta.dirname, 'bare-engine.ts'), {
    execArgv: [],
    env: {},
    stdio: 'ignore',
  });
  async function ask<Answer>(what: Begin | MakeCodes | 'cpu'): Promise<Answer> {
    const answered = once(child, 'message');
    child.send(what);
    const [answer] = (await answered) as [Answer];
    return answer;
  }
  const { given_name, family_name } = person;
  const issuer = await ask<string>({
    clientId: agency.clientId,
    redirectUri: agency.redirectUris[0] ?? '',
    clientKeys: agency.jwks as JWKS,
    keys,
    claims: { given_name, family_name },
  });
  const raw = createRawAgency({ issuer }, agency);
  const request = raw.request();
  const challenge = String(request['code_challenge']);
  return {
    raw,
    codes: (count) => ask({ count, nonce: String(request['nonce']), challenge }),
    async cpuMs() {
      const { user, system } = await ask<NodeJS.CpuUsage>('cpu');
      return (user + system) / 1_000;
    },
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
