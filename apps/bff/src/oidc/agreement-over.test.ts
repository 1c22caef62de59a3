import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountId } from '@signet/contracts/ids';
import { agencyLog } from '../agencies/agency-log.ts';
import { agreedUntil, testAgency, type TestAgency } from '../testing/agencies.ts';
import { openHouse, type House } from '../testing/house.ts';
import { sealRelease } from '../testing/holder.ts';
import { email } from '../testing/person.ts';
import { createRawAgency } from '../testing/raw-agency.ts';
import { createClient, createVisit } from '../testing/visit.ts';
import { logouts } from './schema.ts';

const claims = ['given_name'] as const;
let house: House;
let brief: TestAgency;
let keyless: TestAgency;
let accountId: AccountId;

beforeAll(async () => {
  const entry = { backchannelLogoutUri: 'http://brief.agency.test/signed-out' };
  brief = await testAgency('brief', { claims, entry });
  keyless = await testAgency('keyless', { claims, entry: { profile: 'login.gov', jwks: null } });
  house = await openHouse([brief, keyless]);
  accountId = house.signUp(email);
});
afterAll(() => house.close());
beforeEach(() => endOn('2030-12-31'));

function endOn(day: string): void {
  for (const agency of [brief, keyless]) agreedUntil(house.bff.registry, agency, day);
}
const end = () => endOn('2026-01-02');

describe('outside the dates of its agreement an agency gets nothing (AGENCY-42)', () => {
  test('the person reads why, and the agency is told at its address and at its calls', async () => {
    const client = await createClient(house, brief);
    const before = await createVisit(house, accountId);
    const location = await before.share(client.authorizationUrl('openid profile'));
    end();
    const visit = await createVisit(house, accountId);
    const answer = await visit.browser.send(client.authorizationUrl('openid profile'), {
      headers: { accept: 'text/html' },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const page = await answer.text();
    expect(page).toContain('The brief agency cannot use Signet now');
    expect(page).toMatch(/href="http:\/\/brief\.agency\.test\/callback\?error=unauthorized_client/);
    await expect(client.redeem(location)).rejects.toMatchObject({ error: 'unauthorized_client' });
    expect(agencyLog(house.bff, brief.clientId, 0)).toContainEqual({
      at: expect.any(String),
      event: 'agency.agreement-over',
    });
  });

  test('an address that is not registered is not linked to', async () => {
    end();
    const client = await createClient(house, brief);
    const visit = await createVisit(house, accountId);
    const url = client.authorizationUrl('openid', { redirect_uri: 'https://evil.example/' });
    const page = await (await visit.browser.send(url, { headers: { accept: 'text/html' } })).text();
    expect(page).not.toContain('evil.example');
    expect(page).toContain('href="http://brief.agency.test"');
  });

  test('a request that began before is neither shown, signed in to nor agreed to; “no” remains', async () => {
    const client = await createClient(house, brief);
    const visit = await createVisit(house, accountId);
    const first = await visit.arrive(client.authorizationUrl('openid profile'));
    const consent = await visit.login(first);
    const details = await visit.details(consent);
    const { release } = await sealRelease(await visit.presentation(details));
    const other = await createVisit(house, accountId);
    const unanswered = await other.arrive(client.authorizationUrl('openid profile'));
    end();
    const agreed = { claims: details.requestedClaims, release };
    const answers = await Promise.all([
      visit.browser.send(`/interaction/${consent}/api/details`),
      other.browser.post(`/interaction/${unanswered}/api/login`),
      visit.browser.post(`/interaction/${consent}/api/consent`, agreed),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'agreement_over' });
    }
    const no = await visit.browser.post(`/interaction/${consent}/api/refuse`);
    const location = new URL(await visit.goOn(no));
    expect(location.searchParams.has('code')).toBe(false);
    expect(location.searchParams.has('error')).toBe(true);
  });

  test('a “yes” that was said before is worth no code afterwards', async () => {
    const client = await createClient(house, brief);
    const visit = await createVisit(house, accountId);
    const consent = await visit.login(
      await visit.arrive(client.authorizationUrl('openid profile')),
    );
    const details = await visit.details(consent);
    const { release } = await sealRelease(await visit.presentation(details));
    const yes = await visit.browser.post(`/interaction/${consent}/api/consent`, {
      claims: details.requestedClaims,
      release,
    });
    end();
    const location = new URL(await visit.goOn(yes));
    expect(location.searchParams.get('error')).toBe('unauthorized_client');
    expect(location.searchParams.has('code')).toBe(false);
  });

  test('a yes whose answer it did not get counts for nothing once it is renewed (AGENCY-41)', async () => {
    const client = await createClient(house, brief);
    const visit = await createVisit(house, house.signUp('renewed@example.test'));
    const url = client.authorizationUrl('openid');
    const uid = await visit.login(await visit.arrive(url));
    const yes = await visit.browser.post(`/interaction/${uid}/api/consent`, { claims: [] });
    end();
    expect(await visit.goOn(yes)).toContain('error=unauthorized_client');
    endOn('2030-12-31');
    const silent = await visit.browser.send(`${url}&prompt=none`);
    expect(silent.headers.get('location')).toContain('error=consent_required');
    expect((await visit.browser.post('/api/session/end')).status).toBe(200);
    expect(house.bff.db.select().from(logouts).all()).toEqual([]);
  });

  test('a code is worth nothing to an agency without a key either', async () => {
    const agency = createRawAgency(house, keyless);
    const visit = await createVisit(house, accountId);
    const location = await visit.share(
      agency.authorizationUrl({
        acr_values: 'urn:acr.login.gov:verified',
        scope: 'openid profile',
      }),
    );
    const code = new URL(location).searchParams.get('code') ?? '';
    end();
    const redeem = () =>
      agency.post(agency.endpoint('token'), {
        grant_type: 'authorization_code',
        code,
        redirect_uri: agency.redirectUri,
        code_verifier: agency.verifier,
      });
    const answer = await redeem();
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      error: 'unauthorized_client',
      error_description: 'the agreement with this agency is not in force',
    });
    endOn('2030-12-31');
    expect(await (await redeem()).json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('nor is a token', async () => {
    const client = await createClient(house, brief);
    const visit = await createVisit(house, accountId);
    const tokens = await client.redeem(
      await visit.share(client.authorizationUrl('openid profile')),
    );
    end();
    const answer = await client.rawUserinfo(tokens.access_token);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('invalid_token');
    endOn('2030-12-31');
    expect((await client.rawUserinfo(tokens.access_token)).status).toBe(200);
  });
});
