import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { asPublished } from '@signet/contracts/policy/as-published';
import { allFacts, ids, otherIds, tickets } from '../testing/applicant.ts';
import { newReplyKey, sealRequest } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { phone, ssn, strangersPhone, valuesIn } from '../testing/person.ts';
import { onFile, type Files } from '../testing/source-answers.ts';
import { openTicket } from '../wire/ticket.ts';
import { countCodeAttempts, countCodesOfPhone } from './code-attempts.ts';
import { newConfirmationCode } from './confirmation-code.ts';

let house: House;
let checked: string;
const secondPhone = '+12025550144';
const begun = Date.parse('2026-03-10T14:05:06.700Z');
const minutes = 60_000;

beforeAll(async () => {
  house = await openHouse();
  checked = await house.ticket(tickets.checked);
});
afterEach(() => {
  house.clock.at = begun;
  house.sources.calm();
});
afterAll(async () => {
  expect(house.sources.violations).toEqual([]);
  await house.close();
});

/** Sends a code and looks over the shoulder of the one who receives it. */
async function send(to = phone, channel: 'sms' | 'voice' = 'sms', ticket = checked) {
  const sent = await house.take('send-code', { phone: to, channel }, { ticket });
  const message = String(house.sources.asked.at(-1)?.fields['text']);
  // Written in one, or spoken digit by digit.
  const [said = ''] = /\d{6}|\d(, \d){5}/.exec(message) ?? [];
  const code = said.replaceAll(', ', '');
  return { ...sent, message, code, confirmation: sent.facts?.confirmation };
}
type Sent = Pick<Awaited<ReturnType<typeof send>>, 'ticket' | 'confirmation'>;

const redeem = (code: string, { ticket, confirmation }: Sent, elsewhere = {}) =>
  house.take('redeem-code', { code }, { ticket, confirmation, ...elsewhere });
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const carrier = (changes: Partial<Files['carrier']>) => ({
  carrier: { ...onFile.carrier, ...changes },
});

describe('sending a code', () => {
  test('the code goes to the telephone and nowhere else; what remains is a hash that proofing keyed (PROOF-8)', async () => {
    const { outcome, code, reply, ticket, facts, confirmation } = await send();
    const expiresAt = new Date(begun + 10 * minutes).toISOString();
    expect(outcome).toEqual({ result: 'sent', expiresAt });
    expect(confirmation).toEqual({
      codeHash: house.keys.codeHash(ids.applicationId, phone, code, expiresAt),
      expiresAt,
    });
    const held = await openTicket(house.keys, ticket ?? '', ids);
    expect(held).toMatchObject({ phone, channel: 'sms' });
    for (const seen of [reply, facts, held]) {
      const { requestDigest: _digest, ...said } = { requestDigest: '', ...seen };
      expect(valuesIn(JSON.stringify(said), [code])).toEqual([]);
    }
  });

  test('a voice code is spoken twice, digit by digit and never as one number', async () => {
    const { outcome, code, message } = await send(phone, 'voice');
    const spoken = code.split('').join(', ');
    expect(outcome?.result).toBe('sent');
    expect(message).toContain(`is: ${spoken}. Again: ${spoken}.`);
    expect(message).not.toMatch(/\d{3}/);
  });

  test('it is written in the language of the page, which the ticket remembers for the notice, unless a letter was chosen in another; a call is in English (LANG-2, LETTER-6)', async () => {
    const asked = { phone, channel: 'sms', language: 'es' } as const;
    const sent = await house.take('send-code', asked, { ticket: checked });
    expect(String(house.sources.asked.at(-1)?.fields['text'])).toMatch(
      /^\d{6} es su código de confirmación de Signet\. Vence en 10 minutos\. /,
    );
    expect(await openTicket(house.keys, sent.ticket ?? '', ids)).toMatchObject({ language: 'es' });
    const byLetter = await house.ticket({ ...tickets.checked, language: 'en' });
    const after = await house.take('send-code', asked, { ticket: byLetter });
    expect(await openTicket(house.keys, after.ticket ?? '', ids)).toMatchObject({ language: 'en' });
    await house.take('send-code', { ...asked, channel: 'voice' }, { ticket: checked });
    expect(String(house.sources.asked.at(-1)?.fields['text'])).toContain('confirmation code is');
  });

  test('how long it is and how long it lives is the profile’s, by channel (PROOF-8)', async () => {
    const codes = {
      ...asPublished.codes,
      sms: { ...asPublished.codes.sms, digits: 8, minutesValid: 7 },
      voice: { ...asPublished.codes.voice, digits: 7, minutesValid: 4 },
    };
    const other = await openHouse({ profile: { ...asPublished, codes } });
    const ticket = await other.ticket(tickets.checked);
    for (const [channel, code, minutesValid] of [
      ['sms', /^\d{8} is your/, 7],
      ['voice', /is: \d(, \d){6}\. Again/, 4],
    ] as const) {
      const sent = await other.take('send-code', { phone, channel }, { ticket });
      const text = String(other.sources.asked.at(-1)?.fields['text']);
      expect(text).toMatch(code);
      expect(text).toContain(`It expires in ${minutesValid} minutes.`);
      const expiresAt = new Date(other.clock.at + minutesValid * minutes).toISOString();
      expect(sent.outcome).toEqual({ result: 'sent', expiresAt });
      const typed = (/\d(, )?(\d(, )?)+/.exec(text)?.[0] ?? '').replaceAll(/\D/g, '');
      const end = await other.take(
        'redeem-code',
        { code: typed },
        { ticket: sent.ticket, confirmation: sent.facts?.confirmation },
      );
      expect(end.outcome).toEqual({ result: 'confirmed' });
    }
    await other.close();
  });

  // prettier-ignore
  test.each<[string, string, Partial<Files>]>([
    ['a number of somebody else',         strangersPhone, {}],
    ['a number that anyone can rent',     phone,          carrier({ lineType: 'voip' })],
    ['a number without a subscriber',     phone,          carrier({ lineType: 'prepaid' })],
    ['a number that nobody pays for',     phone,          carrier({ lineType: 'toll_free' })],
    ['a number on a SIM of this week',    phone,          carrier({ movedLately: true })],
    ['both',                              strangersPhone, carrier({ lineType: 'voip' })],
  ])('%s is not matched, and is sent nothing; which of the reasons it was is not said (PROOF-5)', async (_what, to, files) => {
    house.sources.keep(files);
    const { reply, facts, ticket, confirmation } = await send(to);
    expect(JSON.stringify(reply)).toBe(
      `{"applicationId":"${ids.applicationId}","step":"send-code","outcome":{"result":"not_matched"}}`,
    );
    expect(facts?.facts.map(({ kind }) => kind)).toEqual(['phone_owned', 'phone_line_bound']);
    expect(facts?.facts.map(({ result }) => result)).toContain('no');
    expect([ticket, confirmation]).toEqual([undefined, undefined]);
    expect(house.sources.asked.map(({ path }) => path)).toEqual(['/phoneOwnership/ownership']);
  });

  test('a message that cannot be delivered is said to be so, and nothing can be redeemed', async () => {
    house.sources.keep(carrier({ delivery: 'undeliverable' }));
    const { outcome, ticket, confirmation } = await send();
    expect([outcome?.result, ticket, confirmation]).toEqual([
      'undeliverable',
      undefined,
      undefined,
    ]);
  });

  test('codes are six digits, from the whole range, with every digit in every place (PROOF-8)', () => {
    const codes = Array.from({ length: 4_000 }, () => newConfirmationCode(6));
    expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(3_900);
    for (const place of [0, 1, 2, 3, 4, 5])
      expect(new Set(codes.map((code) => code[place])).size).toBe(10);
  });
});

describe('a code lives ten minutes, to the millisecond (PROOF-8)', () => {
  // prettier-ignore
  test.each([
    ['at once',                    0,                     'confirmed'],
    ['a second before the end',    10 * minutes - 1_000,  'confirmed'],
    ['a millisecond before',       10 * minutes - 1,      'confirmed'],
    ['at the end',                 10 * minutes,          'expired'],
    ['a second after the end',     10 * minutes + 1_000,  'expired'],
    ['a day later',                1_440 * minutes,       'expired'],
  ])('%s: %i ms, %s', async (_when, later, result) => {
    const sent = await send();
    house.clock.at += later;
    expect((await redeem(sent.code, sent)).outcome).toEqual({ result });
  });

  test('an expired code is answered alike whether it was right or wrong, and establishes nothing', async () => {
    const sent = await send();
    house.clock.at += 10 * minutes;
    for (const code of [sent.code, another(sent.code)]) {
      const { reply, facts, ticket } = await redeem(code, sent);
      expect([reply?.outcome, facts?.facts, ticket]).toEqual([
        { result: 'expired' },
        [],
        undefined,
      ]);
    }
  });
});

describe('one code is tried ten times, and those of one telephone fifty, whoever relays (PROOF-8)', () => {
  let counting: House;
  beforeAll(async () => {
    counting = await openHouse({
      codeAttempts: countCodeAttempts(),
      codesOfPhone: countCodesOfPhone(),
    });
  });
  afterAll(() => counting.close());
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  /** Two bits of the last letter say nothing. */
  const spelledOtherwise = (hash: string) =>
    hash.slice(0, -1) + letters.charAt(letters.indexOf(hash.at(-1) ?? '') + 1);

  const send = async () => {
    const ticket = await counting.ticket(tickets.checked);
    const sent = await counting.take('send-code', { phone, channel: 'sms' }, { ticket });
    const [code = ''] = /\d{6}/.exec(String(counting.sources.asked.at(-1)?.fields['text'])) ?? [];
    return { code, ticket: sent.ticket, confirmation: sent.facts?.confirmation };
  };

  test('then it says so, as it does to the bff, of the right one too and however its hash is spelled; the next code begins anew', async () => {
    const { code, ...sent } = await send();
    const attempt = async (given: string, confirmation = sent.confirmation) =>
      (await counting.take('redeem-code', { code: given }, { ...sent, confirmation })).outcome;
    for (let nth = 0; nth < 10; nth += 1)
      expect(await attempt(another(code))).toEqual({ result: 'wrong_code' });
    const { codeHash = '', expiresAt = '' } = sent.confirmation ?? {};
    const otherwise = { codeHash: spelledOtherwise(codeHash), expiresAt };
    expect(Buffer.from(otherwise.codeHash, 'base64url')).toEqual(
      Buffer.from(codeHash, 'base64url'),
    );
    const spent = { result: 'tried_too_often', of: 'code' };
    expect(await attempt(code)).toEqual(spent);
    expect(await attempt(code, otherwise)).toEqual(spent);
    const { code: nextCode, ...next } = await send();
    const { outcome } = await counting.take('redeem-code', { code: nextCode }, next);
    expect(outcome).toEqual({ result: 'confirmed' });
  });

  test('and the codes of one telephone fifty times together within six hours, however many are sent', async () => {
    // What was tried before counts no more.
    counting.clock.at += 6 * 60 * 60_000;
    const results: (string | undefined)[] = [];
    const rightOnes: (string | undefined)[] = [];
    for (let codes = 0; codes < 6; codes += 1) {
      const { code, ...sent } = await send();
      for (let nth = 0; nth < 9; nth += 1) {
        const { outcome } = await counting.take('redeem-code', { code: another(code) }, sent);
        results.push(outcome?.result);
      }
      const { outcome } = await counting.take('redeem-code', { code }, sent);
      if (codes < 5) rightOnes.push(outcome?.result);
    }
    // None of the right ones is among them.
    expect(rightOnes).toEqual(Array.from({ length: 5 }, () => 'confirmed'));
    expect(results.filter((one) => one === 'wrong_code')).toHaveLength(50);
    expect(results.slice(50)).toEqual(Array.from({ length: 4 }, () => 'tried_too_often'));
    const right = async () => {
      const { code, ...sent } = await send();
      return (await counting.take('redeem-code', { code }, sent)).outcome;
    };
    expect(await right()).toEqual({ result: 'tried_too_often', of: 'phone' });
    counting.clock.at += 6 * 60 * 60_000;
    expect(await right()).toEqual({ result: 'confirmed' });
  });

  test('nor is one request, with one guess in it, compared with more codes than that', async () => {
    counting.clock.at += 6 * 60 * 60_000;
    const { ticket, confirmation } = await send();
    const request = await sealRequest(counting.config.registry.proofing.encryptionKey, {
      applicationId: ids.applicationId,
      step: 'redeem-code',
      replyKey: newReplyKey(),
      ticket,
      input: { code: '000000' },
    });
    const results: unknown[] = [];
    for (let nth = 10; nth < 62; nth += 1) {
      const other = { ...confirmation, codeHash: `${nth}${'A'.repeat(41)}` };
      const about = {
        ...ids,
        step: 'redeem-code',
        confirmation: other,
        ssnIndex: counting.keys.ssnIndex(ssn),
      };
      const statement = await counting.state(request, about);
      const response = await counting.post('redeem-code', JSON.stringify({ statement, request }));
      results.push(decodeJwt(((await response.json()) as { facts: string }).facts)['result']);
    }
    expect(results.filter((one) => one === 'wrong_code')).toHaveLength(50);
  });
});

describe('redeeming a code', () => {
  test.each(['sms', 'voice'] as const)(
    'the right one confirms the address by %s',
    async (channel) => {
      const sent = await send(phone, channel);
      const { outcome, facts, ticket } = await redeem(sent.code, sent);
      expect(outcome).toEqual({ result: 'confirmed' });
      expect(facts?.facts).toMatchObject([
        { kind: 'address_confirmed', source: 'carrier', method: `${channel}-code`, result: 'yes' },
      ]);
      const held = await openTicket(house.keys, ticket ?? '', ids);
      expect(held.facts.map(({ kind }) => kind)).toEqual(allFacts.map(({ kind }) => kind));
    },
  );

  test('a wrong one is counted as a failed fact and takes nothing away; the right one still works (PROOF-8)', async () => {
    const sent = await send();
    for (const wrong of [another(sent.code), '000000', '999999'].filter(
      (one) => one !== sent.code,
    )) {
      const { outcome, facts, ticket } = await redeem(wrong, sent);
      expect(outcome).toEqual({ result: 'wrong_code' });
      expect(facts?.facts.map(({ kind, result }) => [kind, result])).toEqual([
        ['address_confirmed', 'no'],
      ]);
      expect(ticket).toBeUndefined();
    }
    expect((await redeem(sent.code, sent)).outcome).toEqual({ result: 'confirmed' });
  });

  test('once the bff no longer brings the hash, or tries are used up, the code is worth nothing (PROOF-8)', async () => {
    const sent = await send();
    const { status, code } = await redeem(sent.code, {
      ticket: sent.ticket,
      confirmation: undefined,
    });
    expect([status, code]).toEqual([409, 'wrong_step']);
  });

  describe('a code fits only what it was sent for (PROOF-8)', () => {
    const later = (sent: Sent) => ({
      codeHash: sent.confirmation?.codeHash ?? '',
      expiresAt: new Date(begun + 20 * minutes).toISOString(),
    });
    // prettier-ignore
    const forgeries: [string, (sent: Awaited<ReturnType<typeof send>>) => Promise<unknown>][] = [
      ['the hash of a newer code',   async (sent) => redeem(sent.code, { ...sent, confirmation: (await send()).confirmation })],
      ['another telephone',          async (sent) => redeem(sent.code, { ...sent, ticket: (await send(secondPhone)).ticket })],
      ['another application',        async (sent) => redeem(sent.code, { ...sent, ticket: await house.ticket({ ...tickets.codeSent, ...otherIds }) }, otherIds)],
      ['a longer life',              async (sent) => redeem(sent.code, { ...sent, confirmation: later(sent) })],
      ['a life of another spelling', async (sent) => redeem(sent.code, { ...sent, confirmation: { codeHash: later(sent).codeHash, expiresAt: '2026-03-10T14:15:06.7Z' } })],
      ['a hash cut short',           async (sent) => redeem(sent.code, { ...sent, confirmation: { ...later(sent), codeHash: 'AAAA' } })],
    ];
    test.each(forgeries)('%s', async (_what, forge) => {
      const sent = await send();
      expect(await forge(sent)).toMatchObject({ outcome: { result: 'wrong_code' } });
    });
  });
});

test('what was confirmed of one number is not carried over to the next', async () => {
  const first = await send(phone);
  const confirmed = (await redeem(first.code, first)).ticket;
  const second = await send(secondPhone, 'sms', confirmed);
  const held = await openTicket(house.keys, second.ticket ?? '', ids);
  expect(held.phone).toBe(secondPhone);
  const kinds = held.facts.map(({ kind }) => kind);
  expect(kinds).not.toContain('address_confirmed');
  expect(kinds.filter((kind) => kind === 'phone_owned')).toHaveLength(1);
  const holderKeys = [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } as const];
  const { outcome, facts } = await house.take('issue', { holderKeys }, { ticket: second.ticket });
  expect(outcome).toEqual({ result: 'not_satisfied' });
  expect(facts?.decision?.missing).toEqual(['address_confirmed']);
});

test('the keyed hash takes its parts apart, and another key gives another hash (PROOF-8)', async () => {
  const { keys } = house;
  const other = await openHouse();
  const hashes = [
    keys.codeHash('ab', 'c'),
    keys.codeHash('a', 'bc'),
    keys.codeHash('abc'),
    keys.codeHash('ab', 'c', ''),
    other.keys.codeHash('ab', 'c'),
    keys.ssnIndex('abc'),
  ];
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(keys.codeHash('ab', 'c')).toBe(hashes[0]);
  await other.close();
});
