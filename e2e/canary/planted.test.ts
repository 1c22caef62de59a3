import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordingsOf, type Recordings } from '../house/test-plan.ts';
import { wholeStrings } from '../house/heap-flags.ts';
import { tapHttp, tapTcp } from '../house/tap.ts';
import { canaryAfterJourney, canaryInHeap } from './canary.ts';
import { personas, type Persona } from './persona-values.ts';

const [first] = personas as readonly [Persona, ...Persona[]];
const { familyName: value, address } = first;
let home: string;
let recordings: Recordings;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'signet-canary-'));
  recordings = recordingsOf(home);
  for (const folder of [recordings.data, recordings.output, recordings.heap])
    mkdirSync(folder, { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const found = () => canaryAfterJourney([], recordings);

describe('a leak that is planted in a place is found there (ZONE-5)', () => {
  test('nothing planted, nothing found', () => expect(found()).toEqual([]));

  test.each([
    ['the database file', 'signet.sqlite', 'TRUNCATE'],
    ['the write-ahead log', 'signet.sqlite-wal', 'none'],
  ])('%s', (_what, file, checkpoint) => {
    const database = new DatabaseSync(path.join(recordings.data, 'signet.sqlite'));
    database.exec('PRAGMA journal_mode=WAL; CREATE TABLE note (text TEXT)');
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.prepare('INSERT INTO note VALUES (?)').run(value);
    if (checkpoint !== 'none') database.exec(`PRAGMA wal_checkpoint(${checkpoint})`);
    const leaks = found();
    database.close();
    expect(leaks.map((leak) => leak.split(':')[0])).toEqual([`data/${file}`]);
  });

  test.each([
    ['as it is', (bytes: Buffer) => bytes],
    ['in base64', (bytes: Buffer) => Buffer.from(`{"a":"${bytes.toString('base64')}"}`)],
  ])('a photograph in the data folder, %s', (_what, written) => {
    const photograph = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
    writeFileSync(path.join(recordings.data, 'kept'), written(photograph));
    expect(found()[0]).toContain('the photograph of somebody');
  });

  test.each([
    ['a region and postal code', ({ region, postalCode }) => `${region} ${postalCode}`],
    ['a postal code as a claim', ({ postalCode }) => JSON.stringify({ postal_code: postalCode })],
  ] as const satisfies [string, (address: Persona['address']) => string][])(
    '%s in the data folder',
    (_what, written) => {
      writeFileSync(path.join(recordings.data, 'kept'), written(address));
      expect(found()[0]).toContain('postal code');
    },
  );

  test('a backup in the data folder', () => {
    mkdirSync(path.join(recordings.data, 'backup'));
    writeFileSync(path.join(recordings.data, 'backup', 'signet.sqlite'), `..${value}..`);
    expect(found()).toHaveLength(1);
  });

  test.each(['bff.log', 'proofing.log', 'agency.log', 'standins.log'])(
    'the output of a process: %s',
    (name) => {
      appendFileSync(path.join(recordings.output, name), `{"event":"oops","name":"${value}"}\n`);
      expect(found()[0]).toContain(`output/${name}`);
    },
  );

  test.each([
    ['a request to the bff', 'bff', '/api/x', { asked: true }],
    ['a response of the bff', 'bff', '/api/x', { answered: true }],
    ['an address that the bff is asked for', 'bff', `/api/x?name=${value}`, {}],
    ['a text message', 'carrier', '/carrier/v1/messages', { asked: true }],
    ['a letter', 'printShop', '/print-shop/v1/letters', { asked: true }],
    ['a request to proofing', 'proofing', '/v1/steps/examine-document', { asked: true }],
  ] as const)('%s', async (_what, wire, address, where) => {
    const { asked = false, answered = false }: { asked?: boolean; answered?: boolean } = where;
    const body = (leaky: boolean) => JSON.stringify({ name: leaky ? value : 'nobody' });
    const server = http.createServer((_request, response) => response.end(body(answered)));
    const port = await listening(server);
    const tapPort = await freePort();
    const tap = await tapHttp({ port: tapPort, target: port, folder: recordings[wire] });
    await (
      await fetch(`http://127.0.0.1:${tapPort}${address}`, { method: 'POST', body: body(asked) })
    ).text();
    await tap.close();
    server.close();
    expect(found()[0]).toContain(wire);
  });

  test('a mail', async () => {
    const server = net.createServer((socket) => socket.on('data', () => socket.end('250 OK\r\n')));
    const port = await listening(server);
    const tapPort = await freePort();
    const tap = await tapTcp({ port: tapPort, target: port, folder: recordings.smtp });
    const client = net.connect(tapPort, '127.0.0.1', () => client.write(`Dear ${value},\r\n`));
    await new Promise((resolve) => client.on('data', resolve));
    client.destroy();
    await tap.close();
    server.close();
    await expect.poll(() => found()[0]).toContain('mail');
  });

  test.each([
    ['a string', 0],
    ['a long string, at character 5,000', 5_000],
  ])('the heap of a process: %s', (_what, at) => {
    // Put together as it runs: the script itself lies on the heap too, and is short.
    const body = `'x'.repeat(${at}) + ${JSON.stringify([...value])}.join('')`;
    const script = `globalThis.kept = JSON.parse(JSON.stringify(${body})); v8.writeHeapSnapshot(process.argv[1])`;
    execFileSync(process.execPath, [
      wholeStrings,
      '--eval',
      script,
      path.join(recordings.heap, 'planted.heapsnapshot'),
    ]);
    expect(canaryInHeap(recordings).length).toBeGreaterThan(0);
  });
});

async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}
