import { CompactEncrypt, compactDecrypt, type CompactJWEHeaderParameters } from 'jose';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  requestPlaintext,
  sealedReplyType,
  sealedRequestType,
  stepInputs,
} from '@signet/contracts/proofing-wire';
import { p256, type KeyPair } from '../testing/installation.ts';
import { applicationId, attributes, ssn, valuesIn } from '../testing/person.ts';
import { toBase64url } from '../app/base64url.ts';
import { openReply, sealRequest } from './seal-request.ts';

const place = { applicationId, step: 'check-information' } as const;
const ticket = 'aa..bb.cc.dd';
let proofing: KeyPair;
let stranger: KeyPair;

beforeAll(async () => {
  [proofing, stranger] = [await p256('ECDH-ES'), await p256('ECDH-ES')];
});

const asProofing = (request: string, key = proofing.privateKey) =>
  compactDecrypt(request, key, {
    keyManagementAlgorithms: ['ECDH-ES'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
const textOf = ({ plaintext }: { plaintext: Uint8Array }) => new TextDecoder().decode(plaintext);

describe('a sealed request', () => {
  test('opens at proofing, and names application and step inside (PROOF-1)', async () => {
    const { request, replyKey } = await sealRequest(proofing.jwk, place, { ssn }, ticket);
    const opened = await asProofing(request);
    const plaintext = v.parse(requestPlaintext, JSON.parse(textOf(opened)));
    expect(plaintext).toEqual({
      ...place,
      replyKey: toBase64url(replyKey),
      ticket,
      input: { ssn },
    });
    expect(v.parse(stepInputs[place.step], plaintext.input)).toEqual({ ssn });
    expect(opened.protectedHeader).toMatchObject({ typ: sealedRequestType, kid: proofing.jwk.kid });
  });

  test('is bytes that nobody else can read (PROOF-1)', async () => {
    const { request } = await sealRequest(proofing.jwk, place, { ssn }, ticket);
    await expect(asProofing(request, stranger.privateKey)).rejects.toThrow();
    expect(valuesIn(request)).toEqual([]);
    expect(valuesIn(atob(request.split('.')[0] ?? ''))).toEqual([]);
  });

  test('has a reply key and an ephemeral key of its own, each time', async () => {
    const made = await Promise.all(
      [1, 2].map(() => sealRequest(proofing.jwk, place, { ssn }, ticket)),
    );
    expect(made[0]?.replyKey).toHaveLength(32);
    expect(made[0]?.replyKey).not.toEqual(made[1]?.replyKey);
    expect(made[0]?.request.split('.')[0]).not.toBe(made[1]?.request.split('.')[0]);
  });

  test('is as long for a long address, or none, as for a short one, and with whatever ticket (PROOF-1)', async () => {
    const [short, long] = ['1 A ST', `${'1 WESTERN MOUNTAIN VIEW '.repeat(2)}ROAD`].map(
      (street) => ({
        ...attributes.address,
        street,
      }),
    );
    const inputs = [{ ssn }, { ssn, address: short }, { ssn, address: long }];
    const lengths = await Promise.all(
      inputs.map(async (input, at) => {
        const sealed = `${ticket}${'x'.repeat(40 * at)}`;
        const { request } = await sealRequest(proofing.jwk, place, input as never, sealed);
        return request.length;
      }),
    );
    expect(new Set(lengths).size).toBe(1);
  });

  test('of a photograph is hardly longer than it', async () => {
    const first = { applicationId, step: 'examine-document' } as const;
    const input = {
      evidence: 'state_id',
      front: 'A'.repeat(14_000_000),
      back: 'B'.repeat(14_000_000),
    };
    const { request } = await sealRequest(proofing.jwk, first, input as never, undefined);
    expect(request.length).toBeLessThan(40_000_000);
  });

  test('has no ticket on the first step', async () => {
    const first = { applicationId, step: 'examine-document' } as const;
    const input = { front: 'AA', back: 'BB' };
    const { request } = await sealRequest(proofing.jwk, first, input, undefined);
    expect(JSON.parse(textOf(await asProofing(request)))).not.toHaveProperty('ticket');
  });
});

describe('a reply', () => {
  type Reply = {
    readonly reply?: object;
    readonly header?: { alg?: string; enc?: string; typ?: string | undefined };
    readonly key?: Uint8Array;
  };
  const genuine = { ...place, outcome: { result: 'matched' }, ticket };
  const replyKey = crypto.getRandomValues(new Uint8Array(32));
  const seal = ({ reply = {}, header = {}, key = replyKey }: Reply = {}) =>
    new CompactEncrypt(new TextEncoder().encode(JSON.stringify({ ...genuine, ...reply })))
      .setProtectedHeader({
        alg: 'dir',
        enc: 'A256GCM',
        typ: sealedReplyType,
        ...header,
      } as CompactJWEHeaderParameters)
      .encrypt(key);

  test('to this request is opened', async () => {
    expect(await openReply(replyKey, place, await seal())).toEqual({
      outcome: { result: 'matched' },
      ticket,
    });
    expect(await openReply(replyKey, place, await seal({ reply: { ticket: undefined } }))).toEqual({
      outcome: { result: 'matched' },
      ticket: undefined,
    });
  });

  // prettier-ignore
  const forgeries: [string, () => Promise<string>][] = [
    ['for another application',       () => seal({ reply: { applicationId: 'app_00000000000000000000000002' } })],
    ['for another step',              () => seal({ reply: { step: 'redeem-code' } })],
    ['with the outcome of another step', () => seal({ reply: { outcome: { result: 'confirmed' } } })],
    ['with an outcome that says more', () => seal({ reply: { outcome: { result: 'not_matched', attribute: 'birthDate' } } })],
    ['with a field not known',        () => seal({ reply: { note: 'hello' } })],
    ['sealed to another key',         () => seal({ key: crypto.getRandomValues(new Uint8Array(32)) })],
    ['sealed with another algorithm', () => seal({ header: { alg: 'A256KW' } })],
    ['sealed with another cipher',    () => seal({ header: { enc: 'A128CBC-HS256' } })],
    ['of another type',               () => seal({ header: { typ: sealedRequestType } })],
    ['of no type',                    () => seal({ header: { typ: undefined } })],
    ['that is a request sent back',   async () => (await sealRequest(proofing.jwk, place, { ssn }, ticket)).request],
    ['with its tag changed',          async () => (await seal()).replace(/\.[^.]+$/, '.AAAAAAAAAAAAAAAAAAAAAA')],
    ['with its nonce changed',        async () => (await seal()).replace(/\.\.[^.]+\./, '..AAAAAAAAAAAAAAAA.')],
    ['that is nothing',               async () => ''],
  ];

  test.each(forgeries)('%s is refused (PROOF-1)', async (_what, make) => {
    await expect(openReply(replyKey, place, await make())).rejects.toMatchObject({
      code: 'reply_refused',
    });
  });

  test('that is refused says nothing of what was in it (ZONE-3)', async () => {
    const outcome = { result: 'accepted', attributes: { ...attributes, birthDate: 'no date' } };
    const sealed = await seal({ reply: { step: 'examine-document', outcome } });
    const refusal: unknown = await openReply(
      replyKey,
      { applicationId, step: 'examine-document' },
      sealed,
    ).catch((cause: unknown) => cause);
    expect(refusal).toMatchObject({ code: 'reply_refused' });
    const { message, stack, cause } = refusal as Error;
    expect(valuesIn(`${message} ${stack} ${JSON.stringify(cause)}`)).toEqual([]);
  });
});

test('bytes of any length become base64url without padding', () => {
  const long = new Uint8Array(100_001).map((_byte, at) => at * 7);
  for (const length of [0, 1, 2, 3, 0x8000, 0x8001, 100_001]) {
    const bytes = long.subarray(0, length);
    const text = toBase64url(bytes);
    expect(text).toMatch(/^[A-Za-z0-9_-]*$/);
    expect(text).toHaveLength(Math.ceil((length * 4) / 3));
    const back = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    expect(Uint8Array.from(back, (one) => one.charCodeAt(0))).toEqual(bytes);
  }
});
