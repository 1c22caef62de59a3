import { expect } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { credentialOwner } from '../credential-status/owner.ts';
import { newId } from '../keys/new-id.ts';
import { useOne } from '../limits/count.ts';
import { ownerDigest } from '../oidc/owner-digest.ts';
import { codeAt, createCitizen } from './citizen.ts';
import type { House } from './house.ts';
import { createPasskey } from './passkey.ts';
import { putRow } from './whole-database.ts';

const minute = 60_000;

/** Somebody who used everything there is: what the front door cannot show within a test is written as it would be kept. */
export async function longUsed(house: House, email: string, password: string) {
  const { bff } = house;
  const owner = createCitizen(house, email);
  const { stored, secret } = await owner.signUp(password);
  const accountId = stored.accountId as AccountId;
  await owner.ask('beginPhone', { number: '+12025550143' });
  const [text = ''] = house.textsTo('+12025550143');
  await owner.ask('finishPhone', { code: /\d{6}/.exec(text)?.[0] ?? '' });
  const { value } = await owner.ask('beginPasskey', {});
  const { challenge } = (value as { options: { challenge: string } }).options;
  const response = createPasskey().register({ challenge, origin: house.issuer });
  await owner.ask('finishPasskey', { response });
  await owner.ask('makeBackupCodes', {});
  await owner.ask('addEmail', { email: `further-${email}` });
  await owner.ask('startProofing', {});
  house.putLetter(accountId);
  house.status(accountId);

  const other = createCitizen(house, email);
  const wrong = codeAt(secret, bff.now()) === '000000' ? '000001' : '000000';
  await other.provePassword('a guess that is wrong');
  await other.provePassword(password);
  await other.ask('submitTotp', { code: wrong });
  house.wait(minute);
  await other.ask('submitTotp', { code: codeAt(secret, bff.now()) });
  await other.ask('beginNewSecondFactor', {});
  await other.provePassword('a guess that is wrong');
  await other.ask('beginRecovery', { email });
  await owner.ask('beginPhone', { number: '+12025550143' });
  const begun = await owner.ask('beginTotp', {});
  expect(begun.status).toBe(200);

  const { db } = bff;
  const one = (query: string) => db.$client.prepare(query).pluck().get(accountId) as string;
  const applicationId = one('SELECT id FROM applications WHERE account_id = ?');
  const sessionHash = one(
    "SELECT id_hash FROM sessions WHERE account_id = ? AND stage = 'signed-in'",
  );
  const handOffId = newId('hnd');
  const owned = { account_id: accountId };
  // What came of a consent says whose it is by its grant.
  const ofGrant = { grant_hash: `a grant of ${accountId}` };
  const inOidc = { owner_digest: ownerDigest(bff, accountId) };
  // Of an address that was theirs when they signed up.
  putRow(db, 'sign_ups', owned);
  putRow(db, 'pending_changes', owned);
  putRow(db, 'removed_emails', owned);
  const waitId = newId('wai');
  putRow(db, 'waits', { ...owned, id: waitId, kind: 'new-vault' });
  putRow(db, 'wait_stops', { wait_id: waitId });
  putRow(db, 'identities', { ...owned, disowned_at: null });
  putRow(db, 'identity_notices', { ...owned, application_id: applicationId });
  putRow(db, 'connections', { ...owned, client_id: 'urn:test:harbor', email_id: null });
  putRow(db, 'connection_grants', { ...owned, ...ofGrant, client_id: 'urn:test:harbor' });
  putRow(db, 'agency_subjects', { ...owned, client_id: 'urn:test:harbor' });
  putRow(db, 'login_attempts', { ...owned, purpose: 'unlock' });
  putRow(db, 'facts', { application_id: applicationId });
  putRow(db, 'step_replies', { application_id: applicationId });
  putRow(db, 'reviews', { application_id: applicationId, outcome: null, closed_at: null });
  putRow(db, 'review_votes', { application_id: applicationId, vote: 'pass' });
  putRow(db, 'hand_offs', {
    id: handOffId,
    session_hash: sessionHash,
    application_id: applicationId,
  });
  putRow(db, 'hand_off_photographs', { hand_off_id: handOffId, side: 'front' });
  putRow(db, 'oidc_rows', inOidc);
  putRow(db, 'oidc_rows', { ...ofGrant, model: 'AccessToken', owner_digest: null });
  putRow(db, 'releases', ofGrant);
  putRow(db, 'identity_suspensions', {
    owner_digest: credentialOwner(bff, accountId),
    reason: 'death',
  });
  const counting = { db, key: bff.keys.secret('limitSubjects'), now: bff.now() };
  useOne(counting, 'signal-about-account', `urn:test:harbor ${accountId}`);
  useOne(counting, 'proofing-document', accountId);
  return owner;
}
