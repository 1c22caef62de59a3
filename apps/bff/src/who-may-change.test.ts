import { randomBytes } from 'node:crypto';
import { client, ready } from '@serenity-kit/opaque';
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stretchingFloor } from '@signet/contracts/key-stretching';
import type { Operation, RequiredSession } from '@signet/contracts/operation';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';
import { sealRecord, type OpenVault, type StoredVault } from '@signet/vault';
import {
  accounts,
  authenticators,
  emails,
  pendingChanges,
  vaultRecords,
  vaults,
  vaultSlots,
} from './db/schema.ts';
import { newId } from './keys/new-id.ts';
import { codeAt, createCitizen, type TestCitizen } from './testing/citizen.ts';
import { openHouse, type House } from './testing/house.ts';

/** The most that an operation can do to an account that exists, and whose word it takes for it. */
type Power =
  /** Nothing of an account changes. */
  | 'nothing'
  /** Sessions, limits, letters, application, consent, what is recorded: never what signs in, nor the vault. */
  | 'use'
  /** What the account is written to in, of which the letter before tells (LANG-2). */
  | 'language'
  /** Ciphertext that only the owner's browser can make. */
  | 'records'
  /** What its owner began in a session, finished by the link that only an addressee has. */
  | 'letter'
  /** The end of a day's wait, in the only session that it leads to. */
  | 'replacement'
  /** A password, recovery key, authenticator, address or phone, or whether the account exists. */
  | 'access';

// prettier-ignore
const powers: Record<OperationName, Power> = {
  readSession: 'nothing',      extendSession: 'use',        endSession: 'use',
  readSessions: 'nothing',     endOneSession: 'use',        endOtherSessions: 'use',
  readRecovery: 'nothing',     noteRecoveryKeyChecked: 'use',
  readLanguage: 'nothing',     chooseLanguage: 'language',
  beginSignUp: 'use',          confirmEmail: 'use',         beginPassword: 'nothing',    finishPassword: 'nothing',
  beginSignIn: 'use',          finishSignIn: 'use',         submitTotp: 'use',
  beginPasskeySignIn: 'use',   finishPasskeySignIn: 'use',
  beginUnlock: 'use',          finishUnlock: 'use',
  disavowSignIn: 'letter',
  beginReset: 'use',           beginNewSecondFactor: 'use', stopWait: 'letter',
  redeemReset: 'letter',       confirmNewSecondFactor: 'letter',
  beginReplacement: 'replacement', finishReplacement: 'replacement',
  sendTextCode: 'use',         submitTextCode: 'use',
  beginPhone: 'access',        finishPhone: 'access',
  submitBackupCode: 'use',     beginPasskeyOnly: 'use',     finishPasskeyOnly: 'use',
  beginPasskeyUnlock: 'use',   finishPasskeyUnlock: 'use',
  readSecondFactors: 'nothing', removeSecondFactor: 'access', makeBackupCodes: 'access',
  readEmails: 'nothing',       addEmail: 'access',          confirmAddress: 'letter',
  makeEmailPrimary: 'access',  removeEmail: 'access',
  beginTotp: 'access',         finishTotp: 'access',        beginPasskey: 'access',      finishPasskey: 'access',
  beginRecovery: 'use',        finishRecovery: 'use',
  readConnections: 'nothing',  stopSharing: 'use',
  readVault: 'nothing',        writeRecord: 'records',      removeRecord: 'records',
  beginNewPassword: 'access',  keepPending: 'access',       readPending: 'nothing',
  commitSlot: 'access',        commitVault: 'access',
  readActivity: 'nothing',     listOlderActivity: 'nothing', readKnownBrowsers: 'nothing',
  deleteActivity: 'use',       deleteAccount: 'access',
  startProofing: 'use',        readProofing: 'nothing',     submitStep: 'use',           disavowIdentity: 'letter',
  readProofingRecord: 'nothing', readStepReply: 'nothing',
  beginHandOff: 'use',         readHandOff: 'nothing',      readHandOffPhotographs: 'nothing', endHandOff: 'use',
  redeemHandOff: 'use',        sendHandOffPhotograph: 'use', stopHandOff: 'use',          showHandOffKey: 'use',
  readHandOffKey: 'nothing',
  readLetters: 'nothing',      cancelLetter: 'use',
  readInteraction: 'nothing',  completeLogin: 'use',        grantConsent: 'use',         refuseConsent: 'use',
};
const names = Object.keys(operationTable) as OperationName[];
const withPower = (...wanted: Power[]) => names.filter((name) => wanted.includes(powers[name]));
const tableOf = (name: OperationName): Operation => operationTable[name];

const minute = 60_000;
const password = 'a quiet harbor before seven';
let house: House;
let victim: { id: string; open: OpenVault; stored: StoredVault; secret: string };
/** What a browser could send of each operation, well formed and about the victim wherever it can say so. */
let inputs: Record<OperationName, object>;

beforeAll(async () => {
  house = await openHouse();
  const { open, stored, secret } = await at('victim').signUp(password);
  victim = { id: open.accountId, open, stored, secret };
  inputs = await inputsAbout();
});
afterAll(() => house.close());

const at = (name: string) => createCitizen(house, `${name}@example.test`);

describe('nobody but its owner changes what opens an account, and no operator does (AUTH-20)', () => {
  test('every operation is in the list above, and nothing else is', () => {
    expect(Object.keys(powers).toSorted()).toEqual(names.toSorted());
  });

  test('what changes access or ciphertext asks for the session of the account itself', () => {
    const enough: RequiredSession[] = ['enrolling', 'signed-in'];
    for (const name of withPower('access', 'records'))
      expect(enough, name).toContain(tableOf(name).session);
    for (const name of withPower('replacement')) expect(tableOf(name).session).toBe('resetting');
  });

  // An account can be named by address where nobody is signed in yet, and by the ciphertext that is bound to it.
  test('whose account it is comes from the session: no input says it', () => {
    const named = /account|user|person|subject|mail|phone|owner|admin|operator|role/i;
    const naming = names.flatMap((name) =>
      [...fieldsOf(tableOf(name).input), ...paramsOf(tableOf(name).path)]
        .filter((field) => named.test(field))
        .map((field) => `${name} ${field}`),
    );
    expect(naming.toSorted()).toEqual([
      'addEmail email',
      'beginRecovery email',
      'beginReset email',
      'beginSignIn email',
      'beginSignUp email',
      'finishPassword vault.accountId',
      'finishReplacement vault.accountId',
      // The account's own addresses; another's is refused.
      'grantConsent allEmailIds',
      'grantConsent emailId',
      'keepPending change.vault.vault.accountId',
      // A telephone's public key.
      'redeemHandOff phoneKey',
    ]);
  });

  test.each(names)(
    '%s, well formed, by nobody, a stranger, or who knows the password alone',
    async (name) => {
      const { input } = tableOf(name);
      expect(v.safeParse(input, inputs[name]).issues).toBeUndefined();
      const before = rowsOf(victim.id);
      const stranger = at(`stranger-${name.toLowerCase()}`);
      await stranger.signUp(password);
      const halfway = at('victim');
      house.wait(11 * minute);
      await halfway.provePassword(password);
      for (const caller of [at('nobody'), stranger, halfway]) await send(caller, name);
      expect(rowsOf(victim.id)).toEqual(before);
    },
  );

  test.each(withPower('nothing', 'use'))(
    '%s by the owner changes nothing of the kind',
    async (name) => {
      const owner = await signedIn();
      const before = rowsOf(victim.id);
      await send(owner, name);
      expect(rowsOf(victim.id)).toEqual(before);
    },
  );

  test.each(withPower('language'))('%s by the owner changes that alone', async (name) => {
    const owner = await signedIn();
    const before = rowsOf(victim.id);
    await send(owner, name);
    const after = rowsOf(victim.id);
    expect(after).not.toEqual(before);
    expect(JSON.stringify(after).replace('"language":"es"', '"language":"en"')).toBe(
      JSON.stringify(before),
    );
  });

  test.each(withPower('access'))('%s asks the owner for the password again', async (name) => {
    const owner = await signedIn();
    house.wait(10 * minute);
    await owner.ask('extendSession', {});
    house.wait(6 * minute);
    const before = rowsOf(victim.id);
    const answer = await send(owner, name);
    expect(await answer.json()).toMatchObject({ code: 'unlock_required' });
    expect(rowsOf(victim.id)).toEqual(before);
  });

  test('the rows compared are those that a change moves', async () => {
    const owner = await signedIn();
    const before = rowsOf(victim.id);
    await owner.addTotp();
    expect(rowsOf(victim.id)).not.toEqual(before);
  });

  test('a session from before the second factor ends when there is one', async () => {
    const first = at('two-tabs');
    await first.choosePassword(password);
    const other = at('two-tabs');
    await other.provePassword(password);
    expect((await other.ask('readVault', {})).status).toBe(200);
    await first.addTotp();
    expect((await other.ask('readVault', {})).problem.code).toBe('signed_out');
    expect((await other.ask('beginTotp', {})).problem.code).toBe('signed_out');
  });
});

/** Everything by which an account is entered, and its ciphertext; not when a code or passkey was last used. */
function rowsOf(accountId: string) {
  const { db } = house.bff;
  const all = {
    accounts,
    authenticators,
    emails,
    pendingChanges,
    vaultRecords,
    vaults,
    vaultSlots,
  };
  return Object.entries(all).map(([name, table]) => {
    const owner = table === accounts ? accounts.id : (table as typeof vaults).accountId;
    const rows = db
      .select()
      .from(table)
      .where(eq(owner, accountId as never))
      .all();
    return { name, rows: rows.map((row) => ({ ...row, lastStep: 0, lastUsedAt: 0, counter: 0 })) };
  });
}

async function signedIn(): Promise<TestCitizen> {
  house.wait(11 * minute);
  const owner = at('victim');
  await owner.provePassword(password);
  await owner.ask('submitTotp', { code: codeAt(victim.secret, house.bff.now()) });
  expect((await owner.ask('readSession', {})).value.stage).toBe('signed-in');
  return owner;
}

function send({ browser }: TestCitizen, name: OperationName): Promise<Response> {
  const { method, path } = operationTable[name];
  const target = path.replaceAll(/:\w+/g, 'AbCdEf012345678901234');
  return method === 'GET' ? browser.send(target) : browser.post(target, inputs[name]);
}

const paramsOf = (path: string) => [...path.matchAll(/:(\w+)/g)].map(([, key = '']) => key);

/** The names of all fields that a schema takes, with the path to them. */
function fieldsOf(schema: unknown, under = ''): string[] {
  const { entries, options, item, wrapped, pipe } = schema as Record<string, unknown>;
  const inside = [
    ...((options as unknown[]) ?? []),
    item,
    wrapped,
    ...((pipe as unknown[])?.slice(1) ?? []),
  ];
  return [
    ...Object.entries((entries as object | undefined) ?? {}).flatMap(([key, field]) => [
      `${under}${key}`,
      ...fieldsOf(field, `${under}${key}.`),
    ]),
    ...inside
      .filter((one) => typeof one === 'object' && one !== null)
      .flatMap((one) => fieldsOf(one, under)),
  ];
}

async function inputsAbout(): Promise<Record<OperationName, object>> {
  await ready;
  const { open, stored } = victim;
  const random = (bytes: number) => randomBytes(bytes).toString('base64url');
  const { record, manifest, expectedManifestVersion, writeProof } = await sealRecord(
    open,
    'proofing-draft',
    Buffer.from('x'),
  );
  const [slot] = stored.slots;
  const begun = client.startLogin({ password });
  const registering = client.startRegistration({ password });
  const { registrationRequest } = registering;
  const { startLoginRequest } = begun;
  const none = {};
  const write = { manifest, expectedManifestVersion };
  const jwe = 'e30.e30.e30.e30.e30';
  const registration = { record: random(192), begun: 'AAAA.AAAA', stretching: stretchingFloor };
  const attemptId = newId('att');
  // prettier-ignore
  return {
    readSession: none,    extendSession: none,  endSession: none, readSessions: none, endOtherSessions: none,
    endOneSession:        { id: random(32) },
    readRecovery:         none, noteRecoveryKeyChecked: none,
    readLanguage:         none, chooseLanguage: { language: 'es' },
    beginSignUp:          { email: 'victim@example.test' },
    confirmEmail:         { token: random(32) },
    beginPassword:        { registrationRequest },
    finishPassword:       { registration, vault: stored, recoveryProofDigest: random(32), writeProofDigest: random(32) },
    beginSignIn:          { email: 'victim@example.test', startLoginRequest },
    finishSignIn:         { attemptId, finishLoginRequest: random(64) },
    submitTotp:           { code: '000000' },
    beginPasskeySignIn:   none,
    finishPasskeySignIn:  { response: {} },
    disavowSignIn:        { token: random(32) },
    beginReset:           { email: 'victim@example.test' },
    beginNewSecondFactor: none,
    stopWait:             { token: random(32) },
    redeemReset:          { token: random(32) },
    confirmNewSecondFactor: { token: random(32) },
    beginReplacement:     { registrationRequest },
    finishReplacement:    { registration, vault: stored, recoveryProofDigest: random(32), writeProofDigest: random(32) },
    submitBackupCode:     { code: '000000000000' },
    sendTextCode:         none,
    submitTextCode:       { code: '000000' },
    beginPhone:           { number: '+12025550188' },
    finishPhone:          { code: '000000' },
    beginPasskeyOnly:     none,
    finishPasskeyOnly:    { attemptId, response: {} },
    beginPasskeyUnlock:   none,
    finishPasskeyUnlock:  { response: {} },
    readSecondFactors:    none,
    removeSecondFactor:   { id: newId('atn') },
    makeBackupCodes:      none,
    readEmails:           none,
    addEmail:             { email: 'attacker@example.test' },
    confirmAddress:       { token: random(32) },
    makeEmailPrimary:     { id: newId('eml') },
    removeEmail:          { id: newId('eml') },
    beginUnlock:          { startLoginRequest },
    finishUnlock:         { attemptId, finishLoginRequest: random(64) },
    beginTotp:            none,
    finishTotp:           { code: '000000' },
    beginPasskey:         none,
    finishPasskey:        { response: {} },
    beginRecovery:        { email: 'victim@example.test' },
    finishRecovery:       { attemptId, proof: random(32) },
    readLetters:          none,
    cancelLetter:         none,
    readVault:            none,
    writeRecord:          { ...write, record, writeProof },
    removeRecord:         { ...write, purpose: 'proofing-draft', writeProof },
    beginNewPassword:     { registrationRequest },
    keepPending:          { change: { kind: 'slot', slot: { slot, proofDigest: random(32) } }, registration, writeProof },
    readPending:          none,
    commitSlot:           { ...write, slot, removeRecords: [], proof: random(32) },
    commitVault:          { ...write, proof: random(32) },
    readActivity:         none, listOlderActivity: { place: '9' }, readKnownBrowsers: none, deleteActivity: none, deleteAccount: none,
    readConnections:      none, stopSharing: { clientId: 'urn:test:harbor' },
    startProofing:        none, readProofing: none,
    readProofingRecord:   none, readStepReply: none,
    disavowIdentity:      { token: random(32) },
    submitStep:           { step: 'examine-document', request: jwe },
    beginHandOff:         { linkHash: random(32) },
    readHandOff: none, readHandOffPhotographs: none, endHandOff: none, stopHandOff: none,
    redeemHandOff:        { link: random(32) }, readHandOffKey: none,
    showHandOffKey:       { key: Buffer.concat([Buffer.of(4), randomBytes(64)]).toString('base64url') },
    sendHandOffPhotograph: { side: 'front', photograph: jwe },
    readInteraction:      none, completeLogin: none, refuseConsent: none,
    grantConsent:         { claims: [], release: jwe },
  };
}
