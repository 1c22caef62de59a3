import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKeys } from './create-keys.ts';
import { readCredentials, type CustomerCredentials } from './credentials.ts';
import { readPrintShopCredential } from './print-shop/keys.ts';

let home: string;
const folders = () => ({
  own: path.join(home, 'standins'),
  proofing: path.join(home, 'customers', 'proofing'),
  bff: path.join(home, 'customers', 'bff'),
});
const read = (...at: string[]) => JSON.parse(readFileSync(path.join(...at), 'utf8')) as unknown;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'signet-stand-ins-keys-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('a customer’s credentials lie apart from the keys of those whom it asks (ZONE-6)', () => {
  test('each half is in its own folder, and both agree', async () => {
    const { own, proofing, bff } = folders();
    await createKeys(folders());
    const sources = readCredentials(own);
    const customer = read(proofing, 'sources.json') as CustomerCredentials;
    expect(customer.records).toEqual(sources.records);
    expect(customer.dmv.privateKey.n).toBe(sources.dmv.publicKey.n);
    expect(read(bff, 'messages.json')).toEqual(sources.messages);
    expect(read(bff, 'print-shop.json')).toEqual(readPrintShopCredential(own));
    expect(existsSync(path.join(own, 'customer-proofing.json'))).toBe(false);

    await createKeys(folders());
    expect(read(proofing, 'sources.json')).toEqual(customer);
    expect(readCredentials(own)).toEqual(sources);
  });

  test('an installation that kept them together goes on with the same credentials', async () => {
    const { own, proofing } = folders();
    mkdirSync(own, { recursive: true });
    writeFileSync(path.join(own, 'customer-proofing.json'), '{"before":1}');
    writeFileSync(path.join(own, 'sources-own.json'), '{"before":2}');
    await createKeys(folders());
    expect(read(proofing, 'sources.json')).toEqual({ before: 1 });
    expect(read(own, 'sources-own.json')).toEqual({ before: 2 });
  });
});
