import { expect, test } from 'vitest';
import { holderKey, issueCredential } from '../testing/credential.ts';
import { p256 } from '../testing/installation.ts';
import { accountId, claimValues } from '../testing/person.ts';
import { disclosuresOf, sdJwt } from './sd-jwt.ts';

test('its owner sees every claim of a credential', async () => {
  const { privateKey } = await p256('ES256');
  const credential = await issueCredential(privateKey, await holderKey());
  expect(await disclosuresOf(credential)).toMatchObject({
    ...claimValues,
    account: accountId,
    level: 'verified',
  });
});

test('a disclosure that the issuer did not sign says nothing', async () => {
  const { privateKey } = await p256('ES256');
  const credential = await issueCredential(privateKey, await holderKey());
  const planted = btoa(JSON.stringify(['a-salt', 'given_name', 'Someone Else'])).replace(/=+$/, '');
  const [jwt = '', ...disclosures] = credential.split('~');
  const forged = [jwt, planted, ...disclosures.slice(1)].join('~');
  const said = await disclosuresOf(forged).catch(() => ({}));
  expect(JSON.stringify(said)).not.toContain('Someone Else');
});

test('the browser issues nothing', async () => {
  await expect(
    sdJwt().issue({ given_name: 'x' } as Record<string, unknown>, { _sd: ['given_name'] } as never),
  ).rejects.toThrow();
});
