import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

/** Every setting, and what it decides. None of them decides anything about one account. */
// prettier-ignore
const settings: Readonly<Record<string, string>> = {
  SIGNET_ISSUER:       'the origin that this installation answers to',
  SIGNET_PORT:         'the port that it listens on',
  SIGNET_DATA:         'the folder of the database',
  SIGNET_BFF_KEYS:     'the folder of the keys',
  SIGNET_OPAQUE_KEYS:  'the folder of the OPAQUE key',
  SIGNET_REGISTRY:     'the signed registry',
  SIGNET_REGISTRY_KEY: 'the public key that the registry is checked with',
  SIGNET_WEB:          'the folder of the built pages',
  SIGNET_PROOFING_URL: 'where proofing listens',
  SIGNET_SMTP_URL:     'where letters are posted',
  SIGNET_DEPLOYMENT:   'who delivers text messages and who prints letters, how and how often, and the names of the secrets for it',
  SIGNET_CREDENTIALS:  'the folder of those secrets',
  SIGNET_TRUSTED_PROXIES: 'whose word is taken for where a request comes from, for limits',
};

test('no setting opens a way into an account: these are all that are read (AUTH-20)', () => {
  const read = new Set<string>();
  const environment = new Proxy<Record<string, string>>(
    {},
    {
      get: (_target, name) => {
        read.add(String(name));
        return undefined;
      },
      has: (_target, name) => {
        read.add(String(name));
        return false;
      },
    },
  );
  expect(() => readConfig(environment)).toThrow('SIGNET_ISSUER');
  expect([...read].toSorted()).toEqual(Object.keys(settings).toSorted());
});

test('every problem of the environment is named, with its variable', () => {
  const complete = Object.fromEntries(Object.keys(settings).map((name) => [name, '/folder']));
  expect(() => readConfig(complete)).toThrow(/SIGNET_ISSUER.*SIGNET_PORT.*SIGNET_SMTP_URL/);
});

test('what stands in a setting that is wrong is not repeated: an address may hold a password', () => {
  const secret = 'smtps://signet:3f9d1c7a@[mail';
  const complete = Object.fromEntries(Object.keys(settings).map((name) => [name, secret]));
  const said = () => {
    try {
      readConfig(complete);
      return 'nothing';
    } catch (cause) {
      return String(cause);
    }
  };
  expect(said()).toContain('SIGNET_ISSUER');
  expect(said()).not.toContain('3f9d1c7a');
});
