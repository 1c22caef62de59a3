import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { ClaimName } from '@signet/contracts/claims';
import { harbor, installation, registryKey, signRegistry } from '../testing/installation.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';
import { writeJsonRecord } from '../vault/json-record.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { readSharing, rememberSharing, type Agreement } from './agreements.ts';
import { readConnected } from './connected.ts';

const lantern = 'urn:test:lantern';
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const claims: ClaimName[] = ['given_name'];
const agreed = (clientId: string): Agreement => ({
  clientId,
  offered: claims,
  agreed: claims,
  emailId: null,
  allEmailIds: [],
  agreedAt: at(0),
  verifiedAt: null,
  batch: null,
  terms: '',
  stoppedAt: null,
  earlier: [],
});
const share = (clientId: string, when: string) =>
  rememberSharing({
    agreement: agreed(clientId),
    claims,
    at: when,
    keyChanged: false,
    isRepeat: false,
  });
const times = (clientId: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, minute) => ({ clientId, claims, at: at(from + minute) }));

let key: Awaited<ReturnType<typeof registryKey>>;
let jws: string;
let connections: object[];
beforeAll(async () => {
  key = await registryKey();
  jws = await signRegistry(key, (await installation()).registry);
});
beforeEach(async () => {
  vi.stubGlobal('__REGISTRY_KEY__', key.publicKey);
  const vault = await newVault();
  connections = [];
  pretendBff(
    { ...vault.answers, readConnections: () => ({ connections }) },
    { '/registry.jws': () => new Response(jws) },
  );
  holdVault(vault.open, vault.kept.stored);
});
afterEach(() => lock());

const keep = (shared: object[], agencies: readonly string[] = [harbor.clientId]) =>
  writeJsonRecord('sharing-history', { agreements: agencies.map(agreed), shared });

test('whoever goes to one agency every day keeps what another got, and is told how far the list goes back (AGENCY-40)', async () => {
  await keep([...times(lantern, 1), ...times(harbor.clientId, 100, 1)], [lantern, harbor.clientId]);
  expect((await readSharing()).cutShort).toEqual([]);
  await share(harbor.clientId, at(200));
  const { shared, cutShort } = await readSharing();
  const of = (wanted: string) => shared.filter(({ clientId }) => clientId === wanted);
  expect(of(lantern)).toHaveLength(1);
  expect(of(harbor.clientId)).toHaveLength(100);
  expect(of(harbor.clientId)[0]?.at).toBe(at(2));
  expect(of(harbor.clientId).at(-1)?.at).toBe(at(200));
  expect(cutShort).toEqual([harbor.clientId]);
});

test('what was agreed before earlier answers were kept opens, and stays beside the next (AGENCY-40)', async () => {
  const { earlier: _none, ...older } = agreed(harbor.clientId);
  await writeJsonRecord('sharing-history', { agreements: [older], shared: [] });
  const mail = { offered: ['email' as const], agreed: ['email' as const] };
  await rememberSharing({
    agreement: { ...agreed(harbor.clientId), ...mail },
    claims: mail.agreed,
    at: at(1),
    keyChanged: false,
    isRepeat: false,
  });
  const { agreements } = await readSharing();
  expect(agreements).toMatchObject([{ ...mail, earlier: [{ offered: claims }] }]);
  const connected = await readConnected();
  const rows = connected.ok ? connected.value.rows : [];
  expect(rows.map((row) => row.agreed)).toEqual([['given_name', 'email']]);
});

test('however many agencies there are and however long their names, it fits the record, and each keeps something (VAULT-2)', async () => {
  const names = Array.from({ length: 60 }, (_, one) => `urn:test:${'x'.repeat(150)}${one}`);
  for (const name of names) await share(name, at(1));
  for (let minute = 2; minute < 150; minute += 1)
    expect(await share(names[minute % 3] ?? '', at(minute))).toEqual({
      ok: true,
      value: true,
    });
  const { shared, agreements, cutShort } = await readSharing();
  expect(agreements).toHaveLength(60);
  expect(new Set(shared.map(({ clientId }) => clientId)).size).toBe(60);
  expect(cutShort.toSorted()).toEqual(names.slice(0, 3).toSorted());
});

test('the page of connected agencies knows whose list is cut short', async () => {
  await keep(times(lantern, 100), [lantern]);
  await share(lantern, at(200));
  await share(harbor.clientId, at(201));
  const connected = await readConnected();
  const of = connected.ok ? connected.value.rows : [];
  expect(of.map(({ clientId, isCutShort }) => [clientId, isCutShort])).toEqual([
    [lantern, true],
    [harbor.clientId, false],
  ]);
});

test('what an agency was told again without a page stands with its day (AGENCY-40)', async () => {
  await keep(times(lantern, 1), [lantern, harbor.clientId]);
  const receipt = { claims, since: at(0), lastAgreedAt: at(0) };
  connections = [
    { ...receipt, clientId: lantern, stoodAt: null },
    { ...receipt, clientId: harbor.clientId, stoodAt: at(7) },
  ];
  const read = await readConnected();
  const rows = read.ok ? read.value.rows : [];
  expect(rows.map(({ clientId, stoodAt }) => [clientId, stoodAt])).toEqual(
    expect.arrayContaining([
      [lantern, null],
      [harbor.clientId, at(7)],
    ]),
  );
  expect(rows).toHaveLength(2);
});

test('the sixty-first agency takes the place of the oldest, and the person is told so (AGENCY-40)', async () => {
  const agencies = Array.from({ length: 60 }, (_, one) => `urn:test:agency-${one}`);
  await keep(times('urn:test:agency-0', 1), agencies);
  const forgotten = async () => {
    const read = await readConnected();
    return read.ok ? read.value.forgotten : undefined;
  };
  expect(await forgotten()).toBe(0);
  await share('urn:test:agency-5', at(2));
  expect(await forgotten()).toBe(0);
  await share(lantern, at(3));
  expect(await forgotten()).toBe(1);
  const { agreements, shared } = await readSharing();
  expect(agreements).toHaveLength(60);
  expect(agreements.map(({ clientId }) => clientId)).not.toContain('urn:test:agency-0');
  expect(shared.map(({ clientId }) => clientId)).not.toContain('urn:test:agency-0');
});
