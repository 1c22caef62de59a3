import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { calculateJwkThumbprint } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Registry } from '@signet/contracts/registry';
import { readRegistryKey, createRegistryKey } from './registry-key.ts';
import { whySignAnew } from './sign-registry.ts';
import { anOperator } from './testing/operator.ts';

let operator: ReturnType<typeof anOperator>;
/** Of the first key. */
let x: string;
const keys = () => operator.at('keys', 'registry');
const keyFile = () => operator.at('keys', 'registry', 'registry-key.private.json');
const signedNow = () => readFileSync(operator.at('registry', 'registry.jws'), 'utf8');

beforeEach(async () => {
  operator = anOperator();
  x = (await createRegistryKey(keys())).publicKey.x ?? '';
  expect((await operator.registry('sign')).says).toContain('Version 1 is signed');
});
afterEach(() => operator.end());

describe('signing makes no key (WEB-20)', () => {
  test.each(['sign', 'rotate-key'])('%s without one says where it may be', async (command) => {
    const before = signedNow();
    const empty = operator.at('keys', 'elsewhere');
    const { code, says } = await operator.registry(command, '--keys', empty);
    expect(code).toBe(1);
    expect(says).toContain(`there is no registry key in ${empty}`);
    expect(says).toContain('--keys FOLDER, or restore it from your backup');
    expect(existsSync(empty)).toBe(false);
    expect(signedNow()).toBe(before);
  });

  test('what stands in its place and is none is not quoted', async () => {
    for (const kept of ['{"kty":"OKP","d":"se-cret"', '{"kty":"EC","d":"se-cret"}', 'null']) {
      operator.write('keys/registry/registry-key.private.json', kept);
      const { code, says } = await operator.registry('sign');
      expect(code).toBe(1);
      expect(says).toContain('cannot be read as a private Ed25519 key');
      expect(says).not.toContain('se-cret');
    }
  });

  test('a key that the last one did not hand over to signs only when that is said to be meant', async () => {
    const before = signedNow();
    await createRegistryKey(operator.at('keys', 'other'));
    const asked = ['sign', '--keys', operator.at('keys', 'other')];
    const { code, says } = await operator.registry(...asked);
    expect(code).toBe(1);
    expect(says).toContain('nothing hands over to it');
    expect(says).toContain('--keys FOLDER');
    expect(signedNow()).toBe(before);

    expect((await operator.registry(...asked, '--other-key')).says).toContain(
      'Version 2 is signed',
    );
    expect(await operator.openedBy(x)).toBe('not_signed');
  });

  test('nor does the old key once the next one has signed', async () => {
    copyFileSync(keyFile(), operator.at('old.json'));
    await operator.registry('rotate-key');
    await operator.registry('sign');
    renameSync(operator.at('old.json'), keyFile());
    expect((await operator.registry('sign')).says).toContain('nothing hands over to it');
  });

  test('two rotations before a signature are followed', async () => {
    await operator.registry('rotate-key');
    await operator.registry('rotate-key');
    expect((await operator.registry('sign')).says).toContain('Version 2 is signed');
    expect(await operator.openedBy(x)).toBe(2);
  });
});

describe('what was altered since it was signed is no word on what comes next (WEB-20)', () => {
  const file = () => operator.at('registry', 'registry.jws');
  const firstKid = async () => calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
  const publicHalf = async () =>
    operator.at('keys', 'registry', `retired-${await firstKid()}.public.json`);
  const privateHalf = async () =>
    operator.at('keys', 'registry', `retired-${await firstKid()}.private.json`);
  /** With what in its header is otherwise, which nobody needs a key for. */
  function alter(header: object = {}): string {
    const [head = '', payload = '', signature] = signedNow().split('.');
    const part = (text: string, more: object) => {
      const was = JSON.parse(Buffer.from(text, 'base64url').toString()) as object;
      return Buffer.from(JSON.stringify({ ...was, ...more })).toString('base64url');
    };
    const lower = part(payload, { version: 1, issuedAt: 1 });
    writeFileSync(file(), [part(head, header), lower, signature].join('.'));
    return signedNow();
  }
  async function expectNothingGoesOnFrom(altered: string): Promise<void> {
    for (const command of ['sign', 'diff', 'expiring']) {
      const { code, says } = await operator.registry(command);
      expect([command, code]).toEqual([command, 1]);
      expect(says).toContain('registry.jws was altered since it was signed');
      expect(says).toContain('Put the registry that was signed last back there');
    }
    expect(signedNow()).toBe(altered);
  }

  test.each([
    ['', [], false],
    [', by the key that another handed over to', ['rotate-key', 'sign'], false],
    [', by the key before this one', ['rotate-key', 'sign', 'rotate-key'], false],
    [', by the very first key', ['rotate-key'], false],
    [', as if by the very first key', ['rotate-key', 'sign'], true],
    [', as if by the first of many', Array.from({ length: 12 }, () => 'rotate-key'), true],
  ])('nothing is signed, compared or listed after it%s', async (_by, commands, isNamed) => {
    for (const command of commands) await operator.registry(command);
    await expectNothingGoesOnFrom(alter(isNamed ? { kid: await firstKid() } : {}));
  });

  test('where the keys are not, what ends is listed all the same, and which key is missing', async () => {
    const nowhere = operator.at('nowhere');
    const { says } = await operator.registry('expiring', '--days', '30', '--keys', nowhere);
    expect(says).toContain('the signed registry');
    // What nobody checked is no all-clear for whoever asks by the clock.
    const asked = await operator.registry('expiring', '--keys', nowhere);
    expect(asked).toMatchObject({
      code: 1,
      says: expect.stringContaining('Nothing ends within 30'),
    });
    expect((await operator.registry('expiring')).code).toBe(0);
    expect(says).toContain(`! ${file()} may have been altered: its signature was not checked`);
    expect(says).toContain(`${nowhere} lacks the key ${await firstKid()}`);
    expect((await operator.registry('expiring')).says).not.toContain('altered');
  });

  test.skipIf(process.getuid?.() === 0)(
    'nor is it kept from whoever may not read the keys',
    async () => {
      await operator.registry('rotate-key');
      const kept = readdirSync(keys()).map((name) => operator.at('keys', 'registry', name));
      for (const name of kept) chmodSync(name, 0o000);
      const { says } = await operator.registry('expiring', '--days', '30');
      expect(says).toContain('or hides it from you');
      expect(says).toContain('the signed registry');
    },
  );

  test('by a key whose public half is not kept, nothing is signed, and the rest says so, until it is there again', async () => {
    await operator.registry('rotate-key');
    const kept = readFileSync(await publicHalf(), 'utf8');
    rmSync(await publicHalf());
    rmSync(await privateHalf());
    const signed = signedNow();
    const altered = alter();
    for (const [command, code] of Object.entries({ sign: 1, diff: 0, expiring: 1 })) {
      const answer = await operator.registry(command);
      expect([command, answer.code]).toEqual([command, code]);
      expect(answer.says).toContain('its signature was not checked');
      expect(answer.says).toContain(
        `or put the public half of that key into ${await publicHalf()}`,
      );
    }
    expect(signedNow()).toBe(altered);

    writeFileSync(await publicHalf(), kept);
    expect((await operator.registry('sign')).says).toContain('was altered since it was signed');
    writeFileSync(file(), signed);
    expect((await operator.registry('sign')).says).toContain('Version 2 is signed');
    expect(await operator.openedBy(x)).toBe(2);
  });

  test('another key in the place of that public half is none', async () => {
    await operator.registry('rotate-key');
    copyFileSync(operator.at('keys', 'registry', 'registry-key.json'), await publicHalf());
    for (const command of ['sign', 'diff', 'expiring']) {
      const { code, says } = await operator.registry(command);
      expect([command, code]).toEqual([command, 1]);
      expect(says).toContain(`${await publicHalf()} is not the key ${await firstKid()} in JSON`);
    }
  });

  describe('where an earlier rotation kept no public half, its private key does', () => {
    beforeEach(async () => {
      await operator.registry('rotate-key');
      rmSync(await publicHalf());
    });

    test('as long as it is there, and its end is asked for', async () => {
      for (const command of ['diff', 'expiring']) {
        const { says } = await operator.registry(command);
        expect(says).toContain(`! ${file()} was checked with ${await privateHalf()}, which is to`);
        expect(says).not.toContain('may have been altered');
      }
      const { code, says } = await operator.registry('sign');
      expect(code).toBe(0);
      expect(says).toContain('Version 2 is signed');
      expect(says).toContain(`checked with ${await privateHalf()}, since its public half was not`);
      expect(says).toContain('destroy it');
      expect(await operator.openedBy(x)).toBe(2);
      rmSync(await privateHalf());
      for (const command of ['sign', 'diff'])
        expect((await operator.registry(command)).says).not.toMatch(/checked|destroy/);
    });

    test.each([
      ['altered under its name', [], false],
      ['altered since the next key signed, and named after it', ['sign'], true],
    ])('but not for what was %s', async (_what, commands, isNamed) => {
      for (const command of commands) await operator.registry(command);
      await expectNothingGoesOnFrom(alter(isNamed ? { kid: await firstKid() } : {}));
    });

    test('nor by another key of that name, or one that cannot be read, of which nothing is repeated', async () => {
      const other = readFileSync(keyFile(), 'utf8');
      for (const kept of [other, '{"kty":"OKP","d":"se-cret"', '{"kty":"EC","d":"se-cret"}']) {
        writeFileSync(await privateHalf(), kept);
        for (const command of ['sign', 'diff', 'expiring']) {
          const { code, says } = await operator.registry(command);
          expect([command, code]).toEqual([command, 1]);
          expect(says).toContain(`${await privateHalf()} is not the key ${await firstKid()}`);
          expect(says).not.toMatch(/se-cret|"d"/);
        }
      }
    });
  });

  test('diff says that the same is signed anew, by the next key, by one that sign refuses, or before its end', async () => {
    expect((await operator.registry('diff')).says).toBe('Nothing would change.\n');
    await operator.registry('rotate-key');
    const { kid } = (await readRegistryKey(keys())).publicKey;
    const asked = await operator.registry('diff');
    expect(asked).toEqual({
      code: 0,
      says: `~ signed by: ${await firstKid()} → ${kid}, to which the one before handed over: a new version is signed for it\n`,
    });
    await operator.registry('sign');
    expect((await operator.registry('diff')).says).toBe('Nothing would change.\n');

    const other = await createRegistryKey(operator.at('keys', 'other'));
    writeFileSync(keyFile(), '{');
    const unread = await operator.registry('diff');
    expect(unread.says).toMatch(
      /^Nothing would change\.\n! There is no registry key that can be read/,
    );
    copyFileSync(operator.at('keys', 'other', 'registry-key.private.json'), keyFile());
    expect((await operator.registry('diff')).says).toContain(
      `~ signed by: ${kid} → ${other.publicKey.kid}, to which nothing hands over: sign refuses it`,
    );
  });

  test.each([
    ['in eight days', 8, []],
    ['in six', 6, ['2026-12-07 is near: a new version is signed, for 30 days']],
    ['since yesterday', -1, ['2026-12-07 is near']],
  ])('what ends %s is signed anew or not', async (_when, days, says) => {
    const end = Date.parse('2026-12-07T12:00:00Z');
    const previous = {
      version: 1,
      signer: await firstKid(),
      succession: [],
      registry: { expiresAt: end / 1_000 } as Registry,
    };
    const now = new Date(end - days * 86_400_000);
    const why = await whySignAnew(previous, await firstKid(), keys(), now);
    expect(why).toHaveLength(says.length);
    for (const [index, one] of says.entries()) expect(why[index]).toContain(one);
  });

  test.each([
    ['no name', undefined],
    ['one that is no thumbprint', '../\u001B[2Jx'],
  ])('a signer with %s is not known, and nothing of it is repeated', async (_what, kid) => {
    alter({ kid });
    expect(await operator.registry('sign')).toMatchObject({ code: 1 });
    const { code, says } = await operator.registry('diff');
    expect(code).toBe(0);
    expect(says).toContain('its signature was not checked, since it names no key');
    expect(says).not.toContain('[2J');
  });

  test.each([[['no statement']], ['none']])(
    'what should be the old keys’ words for the next and is not is said: %j',
    async (succession) => {
      alter({ kid: undefined, succession });
      for (const command of ['diff', 'expiring']) {
        const { code, says } = await operator.registry(command);
        expect([command, code]).toEqual([command, 1]);
        expect(says).toContain('cannot be read as a signed registry');
      }
    },
  );

  test('old keys’ words that cannot be read do not leave it unchecked', async () => {
    await operator.registry('rotate-key');
    operator.write('keys/registry/successions.json', '["no statement"]');
    for (const command of ['sign', 'diff', 'expiring']) {
      const { code, says } = await operator.registry(command);
      expect([command, code]).toEqual([command, 1]);
      expect(says).toContain('successions.json cannot be read as the old keys’ words');
    }
  });
});

describe('a rotation that was cut off (WEB-20)', () => {
  const next = () => operator.at('keys', 'registry', 'registry-key.next.private.json');
  /** As after the old key’s word was written, and before the next key took its place. */
  async function cutOff() {
    copyFileSync(keyFile(), operator.at('old.json'));
    await operator.registry('rotate-key');
    renameSync(keyFile(), next());
    renameSync(operator.at('old.json'), keyFile());
  }

  test('leaves the old key as the one that signs, for whoever pins it', async () => {
    await cutOff();
    operator.write('profile.json', { profile: 'nist-800-63a-4' });
    const { says } = await operator.registry('sign');
    expect(says).toContain('Version 2 is signed');
    expect(await operator.openedBy(x)).toBe(2);
  });

  test('is gone on with by running it again: one next key, one word for it', async () => {
    await cutOff();
    const made = JSON.parse(readFileSync(next(), 'utf8')) as { x: string };
    expect((await operator.registry('rotate-key')).code).toBe(0);
    expect((await readRegistryKey(keys())).publicKey.x).toBe(made.x);
    expect(existsSync(next())).toBe(false);
    const said = JSON.parse(
      readFileSync(operator.at('keys', 'registry', 'successions.json'), 'utf8'),
    );
    expect(said).toHaveLength(1);
    await operator.registry('sign');
    for (const key of [x, made.x]) expect(await operator.openedBy(key)).toBe(2);
  });

  describe('after the next key had become the key', () => {
    const publicFile = () => operator.at('keys', 'registry', 'registry-key.json');
    const published = () => (JSON.parse(readFileSync(publicFile(), 'utf8')) as { x: string }).x;

    test.each(['sign', 'rotate-key'])(
      '%s writes its public half, and no other key is made',
      async (command) => {
        // The very first one left no public half behind it, the second one that of the key before.
        for (const rotations of [1, 2]) {
          const stood = existsSync(publicFile()) ? readFileSync(publicFile()) : undefined;
          await operator.registry('rotate-key');
          const { publicKey } = await readRegistryKey(keys());
          if (stood === undefined) rmSync(publicFile());
          else writeFileSync(publicFile(), stood);

          const { code, says } = await operator.registry(command);
          expect(code).toBe(0);
          if (command === 'rotate-key') expect(says).toContain(`The new key is ${publicKey.kid}.`);
          expect((await readRegistryKey(keys())).publicKey.x).toBe(publicKey.x);
          expect(published()).toBe(publicKey.x);
          const retired = readdirSync(keys()).filter((name) =>
            /^retired-.*\.private\.json$/.test(name),
          );
          expect(retired).toHaveLength(rotations);
        }
      },
    );

    test('to run it once more than that makes another', async () => {
      await operator.registry('rotate-key');
      const { x: second } = (await readRegistryKey(keys())).publicKey;
      rmSync(publicFile());
      const wentOn = await operator.registry('rotate-key');
      expect(wentOn.says).toMatch(/destroy .*retired-.*\.private\.json/);
      expect(published()).toBe(second);
      await operator.registry('rotate-key');
      expect(published()).not.toBe(second);
    });
  });

  test('at no moment is there no key', async () => {
    const { kid } = (await readRegistryKey(keys())).publicKey;
    await operator.registry('rotate-key');
    expect(readdirSync(keys()).toSorted()).toEqual([
      'last-signed.json',
      'registry-key.json',
      'registry-key.private.json',
      `retired-${kid}.private.json`,
      `retired-${kid}.public.json`,
      'successions.json',
    ]);
    const { says } = await operator.registry('rotate-key', '--keys', keys());
    expect(says).toContain('every agency with sealed delivery');
    rmSync(operator.at('keys', 'registry', 'successions.json'));
    expect((await operator.registry('sign')).says).toContain('nothing hands over to it');
  });
});
