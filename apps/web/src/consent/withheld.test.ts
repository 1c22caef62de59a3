import { afterEach, expect, test } from 'vitest';
import type { ClaimName } from '@signet/contracts/claims';
import type { consentOperations } from '@signet/contracts/consent';
import type { InputOf } from '@signet/contracts/operation';
import { askedBy } from '../testing/asked-by.ts';
import { holderKey, issueCredential } from '../testing/credential.ts';
import { harbor, p256 } from '../testing/installation.ts';
import { listedAgencies } from '../testing/listed-agencies.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';
import { writeCredentials } from '../vault/credentials.ts';
import { disclosuresOf } from '../vault/sd-jwt.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { readSharing } from './agreements.ts';
import { share } from './share.ts';

type Granted = InputOf<typeof consentOperations.grantConsent>;

const resumePath = '/openid_connect/authorize/an-interaction';
const verification = { trust_framework: null, time: { max_age: 400 * 86_400 } };
const details = askedBy(harbor.clientId, {
  requestedClaims: ['given_name', 'verified_at', 'email'],
  byScope: ['email'],
  byName: { verified_claims: { verification, claims: { given_name: null } } },
});

afterEach(() => lock());

test('yes to a name without the day that its verification must show shares no name, and no record says it did (AGENCY-30)', async () => {
  const granted: Granted[] = [];
  const vault = await newVault();
  pretendBff(
    {
      ...vault.answers,
      grantConsent: (input: Granted) => {
        granted.push(input);
        return { resume: resumePath };
      },
    },
    {
      ...(await listedAgencies([harbor])),
      [resumePath]: () => Response.json({ location: `${harbor.redirectUris[0]}?code=C` }),
    },
  );
  holdVault(vault.open, vault.kept.stored);
  const key = await holderKey();
  const credential = await issueCredential((await p256('ES256')).privateKey, key);
  const copies = [{ credential, holderKey: key, usedFor: harbor.clientId }];
  await writeCredentials(copies);
  const question = {
    uid: 'an-interaction',
    details,
    clockAhead: 0,
    agency: harbor,
    values: await disclosuresOf(credential),
    copies,
    allAddresses: [],
    keyChange: undefined,
  };
  const say = (...claims: ClaimName[]) => share(question, { claims, emailId: null });

  expect(await say('given_name', 'verified_at')).toMatchObject({ ok: true });
  expect(await say('given_name', 'email')).toMatchObject({ ok: true });
  expect(granted).toEqual([
    { claims: ['given_name', 'verified_at'], release: expect.any(String) },
    { claims: ['email'] },
  ]);
  const { agreements, shared } = await readSharing();
  expect(shared.map(({ claims }) => claims)).toEqual([['given_name', 'verified_at'], ['email']]);
  // To what was asked they did say yes, and are not asked anew.
  expect(agreements).toMatchObject([{ agreed: ['given_name', 'email'] }]);
});
