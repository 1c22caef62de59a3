import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readPresentation } from '../../consent/sd-jwt.ts';
import {
  verifyPresentation,
  type ExpectedPresentation,
} from '../../consent/verify-presentation.ts';
import { closeDatabase, openDatabase } from '../../db/open.ts';
import { openRow, sealRow } from '../../keys/seal-row.ts';
import { es256KeyPair, issueCredential, present } from '../holder.ts';

/** Milliseconds of CPU for each. */
export type Parts = {
  readonly presentation: number;
  readonly sealing: number;
  readonly commit: number;
};

// What the bare engine does not do and a token call here must, each alone and as warm as it gets. A process of its own, as a provider is
// one: the test runner would make it dearer.
if (process.send !== undefined) {
  process.on('message', (times: number) => {
    void measureParts(times).then((parts) => process.send?.(parts));
  });
}

async function measureParts(times: number): Promise<Parts> {
  return {
    presentation: await presentation(times),
    sealing: sealing(times),
    commit: commit(times),
  };
}

/** Both signatures, and what is read and compared. */
async function presentation(times: number): Promise<number> {
  const [proofing, holder] = [await es256KeyPair(), await es256KeyPair()];
  const [issuer, accountId, audience, nonce] = ['https://signet.test', 'sub_someone', 'bench', 'n'];
  const issued = await issueCredential({
    issuer,
    accountId,
    signingKey: proofing.privateKey,
    holderKey: holder.jwk,
    status: { status_list: { uri: `${issuer}/status-lists/1`, idx: 1 } },
  });
  const disclose = ['given_name', 'family_name', 'account'];
  const shown = await present(issued, { disclose, holder: holder.privateKey, audience, nonce });
  const now = Number(readPresentation(shown).keyBinding.payload['iat']);
  const expected: ExpectedPresentation = {
    issuer,
    audience,
    nonce,
    accountId,
    now,
    consentedAt: now,
    credentialKey: proofing.jwk,
    verifiedAt: undefined,
    claims: ['given_name', 'family_name'],
    isInForce: () => true,
  };
  return cpuOf(times, () => void verifyPresentation(shown, expected));
}

/** A code, a grant and the terms of a release are opened, a token is sealed. */
function sealing(times: number): number {
  const [storageKey, bearer] = [randomBytes(32), name()];
  const row = { grantId: name(), accountId: name(), claims: {}, scope: 'openid profile' };
  const sealed = sealRow(bearer, 'oidc_rows/AuthorizationCode/a', row);
  const kept = sealRow(storageKey, 'oidc_rows/Grant/a', row);
  return cpuOf(times, () => {
    openRow(bearer, 'oidc_rows/AuthorizationCode/a', sealed);
    for (let at = 0; at < 2; at += 1) openRow(storageKey, 'oidc_rows/Grant/a', kept);
    sealRow(bearer, 'oidc_rows/AccessToken/a', row);
  });
}

/** One durable commit that writes what a token call writes; what came before it in a login is not counted. */
function commit(times: number): number {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signet-parts-'));
  const db = openDatabase(path.join(folder, 'signet.sqlite'));
  const prepare = (query: string) => db.$client.prepare(query);
  const putRow = prepare(
    'INSERT INTO oidc_rows (id_hash, model, payload_sealed, grant_hash, expires_at) VALUES (?, ?, ?, ?, ?)',
  );
  const putRelease = prepare('INSERT INTO releases VALUES (?, ?, ?, ?)');
  const use = prepare('INSERT INTO used_once VALUES (?, ?)');
  const consume = prepare('UPDATE oidc_rows SET consumed_at = ? WHERE id_hash = ?');
  const drop = prepare('DELETE FROM releases WHERE grant_hash = ?');
  const record = prepare(
    "INSERT INTO audit_events (at, event, account_id, details) VALUES (?, 'release.delivered', ?, '{}')",
  );
  const [of700, of2400] = ['s'.repeat(700), 's'.repeat(2_400)];
  const now = Date.now();
  let used: NodeJS.CpuUsage = { user: 0, system: 0 };
  for (let count = 0; count < times; count += 1) {
    const [code, grant] = [name(), name()];
    db.transaction(() => {
      putRow.run(name(), 'Grant', of700, grant, now + 43_200_000);
      putRow.run(code, 'AuthorizationCode', of700, grant, now + 960_000);
      putRelease.run(grant, of700, of2400, now + 300_000);
    });
    const before = process.cpuUsage();
    db.transaction(() => {
      use.run(name(), now + 60_000);
      consume.run(now, code);
      putRow.run(name(), 'AccessToken', of700, grant, now + 900_000);
      drop.run(grant);
      record.run(now, name());
    });
    const { user, system } = process.cpuUsage(before);
    used = { user: used.user + user, system: used.system + system };
  }
  closeDatabase(db);
  rmSync(folder, { recursive: true });
  return msOf(used, times);
}

function cpuOf(times: number, act: () => void): number {
  for (let count = 0; count < times; count += 1) act();
  const before = process.cpuUsage();
  for (let count = 0; count < times; count += 1) act();
  return msOf(process.cpuUsage(before), times);
}

const msOf = ({ user, system }: NodeJS.CpuUsage, times: number) => (user + system) / 1_000 / times;
const name = () => randomBytes(32).toString('base64url');
