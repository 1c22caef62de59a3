import { inflateSync } from 'node:zlib';
import { compactDecrypt, compactVerify, importJWK } from 'jose';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { letterCode, letterSchema } from '@signet/contracts/letter';
import { nist800_63a_3 } from '@signet/contracts/policy/nist-800-63a-3';
import { nist800_63a_4 } from '@signet/contracts/policy/nist-800-63a-4';
import { ids, tickets } from '../../testing/applicant.ts';
import { openHouse, type House } from '../../testing/house.ts';
import { attributes } from '../../testing/person.ts';
import { onFile } from '../../testing/source-answers.ts';
import { printed as output } from '../../testing/watch-output.ts';
import { fact } from '../../step.ts';
import { openTicket, type Ticket } from '../../wire/ticket.ts';
import { sendLetter } from './send-letter.ts';
import { grouped, newLetterCode } from '../../letter/letter-code.ts';
import { lastWholeDay } from '../../letter/draw-letter.ts';

const day = 86_400_000;
const newLetter = { letterId: 'ltr_0123456789abcdefghjkmnpqrs', serial: '012345678' };
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function send(content: Ticket = tickets.checked, language: 'en' | 'es' = 'en', at = house) {
  const ticket = await at.ticket(content);
  return at.take('send-letter', { language }, { ticket, newLetter });
}

/** What the print shop does: it opens, checks who signed, and reads the code off the paper. */
async function printed(sealed = '', at = house) {
  const opened = await compactDecrypt(sealed, at.printerKey);
  const key = await importJWK({ ...at.config.registry.proofing.factsKey }, 'ES256');
  const { payload, protectedHeader } = await compactVerify(opened.plaintext, key);
  expect(opened.protectedHeader).toMatchObject({ alg: 'ECDH-ES', typ: 'signet-letter+jwe' });
  expect(protectedHeader).toMatchObject({ alg: 'ES256', typ: 'signet-letter+jwt' });
  const letter = v.parse(letterSchema, JSON.parse(new TextDecoder().decode(payload)));
  const text = textOf(Buffer.from(letter.pdf, 'base64url'));
  const code = text.match(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/m)?.[0] ?? '';
  return { ...letter, text, code };
}

function textOf(pdf: Buffer): string {
  const from = pdf.indexOf('stream\n') + 'stream\n'.length;
  const content = inflateSync(pdf.subarray(from)).toString('latin1');
  return [...content.matchAll(/<([0-9a-f]*)> Tj/g)]
    .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
    .join('\n');
}

const kept = (facts: Awaited<ReturnType<typeof send>>['facts']) => {
  const { letterId, codeHash, expiresAt } = facts?.letter ?? ({} as never);
  return { letterId, codeHash, expiresAt };
};
async function redeem(code: string, sent: Awaited<ReturnType<typeof send>>, ticket = sent.ticket) {
  return house.take('redeem-letter', { code }, { ticket, letter: kept(sent.facts) });
}

describe('of a letter the bff learns nothing that it could read or try (LETTER-1)', () => {
  test('the printer opens it, knows who signed it, and finds address and code on the page', async () => {
    const sent = await send();
    expect(sent.outcome).toEqual({ result: 'sealed', expiresAt: sent.facts?.letter?.expiresAt });
    const letter = await printed(sent.relayed?.letter);
    expect(letter).toMatchObject({ ...newLetter, language: 'en' });
    expect(letter.address[0]).toContain(attributes.familyName);
    expect(letter.address).toContain(attributes.address.street);
    for (const line of letter.address) expect(letter.text).toContain(line);
    expect(v.is(letterCode, letter.code)).toBe(true);
  });

  test('what the bff is given holds no code, no name and no address; nor does what is printed to the log', async () => {
    const sent = await send();
    const { code } = await printed(sent.relayed?.letter);
    const seen = JSON.stringify([sent.relayed, sent.facts, sent.outcome]) + output.join('\n');
    for (const value of [
      code,
      code.replace('-', ''),
      attributes.familyName,
      attributes.address.street,
    ])
      expect(seen).not.toContain(value);
    expect(Object.keys(sent.facts?.letter ?? {}).toSorted()).toEqual([
      'codeHash',
      'elsewhere',
      'expiresAt',
      'letterId',
      'sealedDigest',
      'toEvidence',
    ]);
  });

  test('two letters have different codes, and one does not open the other', async () => {
    const [first, second] = [await send(), await send()];
    const { code } = await printed(first.relayed?.letter);
    expect((await redeem(code, second)).outcome?.result).toBe('wrong_code');
    expect((await redeem(code, first)).outcome?.result).toBe('confirmed');
  });

  test('a code is bound to its address: evidence that bears another one does not go with it', async () => {
    const sent = await send();
    const { code } = await printed(sent.relayed?.letter);
    const moved = await house.ticket({
      ...tickets.checked,
      attributes: { ...attributes, address: { ...attributes.address, street: '1 Elsewhere Way' } },
    });
    expect((await redeem(code, sent, moved)).outcome?.result).toBe('wrong_code');
  });

  test('and to its end, which the bff cannot move', async () => {
    const sent = await send();
    const { code } = await printed(sent.relayed?.letter);
    const later = new Date(house.clock.at + 90 * day).toISOString();
    const letter = { ...kept(sent.facts), expiresAt: later };
    const end = await house.take('redeem-letter', { code }, { ticket: sent.ticket, letter });
    expect(end.outcome?.result).toBe('wrong_code');
  });
});

test('a letter in Spanish speaks Spanish', async () => {
  const sent = await send(undefined, 'es');
  expect((await printed(sent.relayed?.letter)).text).toContain('Su código de Signet');
});

test('where no print shop is registered there are no letters', async () => {
  const { printer: _printer, ...registry } = house.config.registry;
  const state = { ticket: tickets.checked, statement: { newLetter } as never };
  const end = await sendLetter({ registry } as never, { language: 'en' }, state);
  expect(end).toEqual({ outcome: { result: 'unavailable' }, facts: [] });
});

test('without checked information, or without a name for the letter, there is none', async () => {
  expect((await send(tickets.examined)).code).toBe('wrong_step');
  const ticket = await house.ticket(tickets.checked);
  expect((await house.take('send-letter', { language: 'en' }, { ticket })).code).toBe('wrong_step');
});

describe('an address confirmed by letter', () => {
  test('is a fact about the evidence that bears it, and opens the pathway by letter without a telephone', async () => {
    const sent = await send(tickets.codeSent);
    const { code } = await printed(sent.relayed?.letter);
    const end = await redeem(` ${code.toLowerCase()} `, sent);
    expect(end.facts?.facts).toMatchObject([
      {
        kind: 'address_confirmed',
        source: 'post',
        method: 'letter-code',
        result: 'yes',
        evidence: 'state_id',
      },
    ]);
    const held = await openTicket(house.keys, end.ticket ?? '', ids);
    expect(held.facts.map(({ evidence }) => evidence)).not.toContain('phone_account');
    const holderKey = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const;
    const issued = await house.take('issue', { holderKeys: [holderKey] }, { ticket: end.ticket });
    expect(issued.facts?.decision).toMatchObject({
      level: 'verified',
      pathway: 'document-and-letter',
    });
    expect(JSON.stringify(issued.outcome)).not.toContain(
      Buffer.from('"phone"').toString('base64url'),
    );
  });

  test('beside a confirmed telephone shows both pieces to be the applicant’s own: ial2 under nist-800-63a-4 (PROOF-20)', async () => {
    const rev4 = await openHouse({ profile: nist800_63a_4 });
    const sent = await send(tickets.confirmed, 'en', rev4);
    const { code } = await printed(sent.relayed?.letter, rev4);
    const end = await rev4.take(
      'redeem-letter',
      { code },
      { ticket: sent.ticket, letter: kept(sent.facts) },
    );
    const holderKey = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const;
    const issued = await rev4.take('issue', { holderKeys: [holderKey] }, { ticket: end.ticket });
    expect(issued.facts?.decision).toMatchObject({
      level: 'ial2',
      pathway: 'every-piece-verified',
    });
    const text = issued.outcome?.result === 'issued' ? (issued.outcome.credentials[0] ?? '') : '';
    const names = text
      .split('~')
      .slice(1, -1)
      .map((one) => (JSON.parse(Buffer.from(one, 'base64url').toString()) as string[])[1]);
    expect(names).toContain('phone');
    await rev4.close();
  });

  test('that the applicant stated, and the evidence does not bear, is another fact', async () => {
    const statedAddress = { ...attributes.address, street: '7 Newer Street' };
    const sent = await send({ ...tickets.checked, statedAddress });
    const { code, address } = await printed(sent.relayed?.letter);
    expect(address).toContain('7 Newer Street');
    const end = await redeem(code, sent);
    expect(end.facts?.facts[0]).toMatchObject({ method: 'letter-code-stated-address' });
    expect(end.facts?.facts[0]).not.toHaveProperty('evidence');
    // PROOF-20: beside a phone it raises no level, and the bff must not have it waited for.
    expect(sent.facts?.letter?.toEvidence).toBe(false);
    expect((await send()).facts?.letter?.toEvidence).toBe(true);
  });

  test('a wrong code is a fact too, and gives no ticket', async () => {
    const end = await redeem('0000000000', await send());
    expect(end.outcome).toEqual({ result: 'wrong_code' });
    expect(end.ticket).toBeUndefined();
    expect(end.facts?.facts).toMatchObject([{ kind: 'address_confirmed', result: 'no' }]);
  });
});

describe('the notice of proofing by letter (PROOF-22, LETTER-1)', () => {
  const link =
    'https://signet.example.test/not-my-identity#token=AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE';
  const holderKey = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const;
  const noticeName = { letterId: 'ltr_1123456789abcdefghjkmnpqrs', serial: '112345678' };
  const issue = (ticket: string | undefined, at = house) =>
    at.take(
      'issue',
      { holderKeys: [holderKey] },
      { ticket, noticeLink: link, newLetter: noticeName },
    );

  test('tells whoever lives at the confirmed address, in the language of the letter, with the link by which they say that it was not them (LETTER-6)', async () => {
    const sent = await send(tickets.checked, 'es');
    const { code } = await printed(sent.relayed?.letter);
    const end = await issue((await redeem(code, sent)).ticket);
    expect(end.outcome?.result).toBe('issued');
    expect(end.facts?.facts).toMatchObject([
      { kind: 'notice_sent', source: 'post', method: 'letter-notice', result: 'yes' },
    ]);
    const notice = await printed(end.relayed?.letter);
    expect(notice).toMatchObject({ ...noticeName, language: 'es', code: '' });
    expect(notice.text.replaceAll('\n', '')).toContain(link);
    expect(notice.text).toContain(attributes.address.street);
    const seen = JSON.stringify([end.relayed, end.facts]) + output.join('\n');
    expect(seen).not.toContain(attributes.address.street);
  });

  test('is in the language that the code was asked for in, by telephone, too (LANG-2)', async () => {
    const phoned = await house.ticket({ ...tickets.confirmed, language: 'es' });
    await issue(phoned);
    const text = String(house.sources.asked.at(-1)?.fields['text']);
    expect(text).toMatch(/^Signet: el \d{1,2} de [a-z]+ de 20\d\d alguien, probablemente usted, /);
    expect(text.endsWith(` deténgalo aquí: ${link}`)).toBe(true);
  });

  test('goes to the confirmed telephone instead, as the published profile says; to the address under nist-800-63a-3', async () => {
    const phoned = await house.ticket(tickets.confirmed);
    const byPhone = await issue(phoned);
    expect(byPhone.facts?.facts).toMatchObject([{ kind: 'notice_sent', source: 'carrier' }]);
    expect(byPhone.relayed?.letter).toBeUndefined();
    const rev3 = await openHouse({ profile: nist800_63a_3 });
    const byLetter = await issue(await rev3.ticket(tickets.confirmed), rev3);
    expect(byLetter.facts?.facts).toMatchObject([{ kind: 'notice_sent', source: 'post' }]);
    expect((await printed(byLetter.relayed?.letter, rev3)).text).toContain('It was not me');
    await rev3.close();
  });

  test('goes to the address after all where the telephone takes no text messages, and is not waited with where the carrier is down', async () => {
    const ticket = await house.ticket(tickets.confirmed);
    house.sources.keep({ carrier: { ...onFile.carrier, delivery: 'undeliverable' } });
    const end = await issue(ticket);
    house.sources.calm();
    expect(end.outcome?.result).toBe('issued');
    expect(end.facts?.facts).toMatchObject([
      { kind: 'notice_sent', source: 'carrier', result: 'no' },
      { kind: 'notice_sent', source: 'post', method: 'letter-notice', result: 'yes' },
    ]);
    expect(end.facts?.noticeLetter?.letterId).toBe(noticeName.letterId);
    expect((await printed(end.relayed?.letter)).text.replaceAll('\n', '')).toContain(link);
    house.sources.fail('messageDelivery', (response) => response.destroy());
    const down = await issue(ticket);
    house.sources.calm();
    expect([down.outcome?.result, down.relayed?.letter]).toEqual(['unavailable', undefined]);
    expect((await issue(ticket)).relayed?.letter).toBeUndefined();
  });

  test('is not sent again once the bff says that it was', async () => {
    const ticket = await house.ticket(tickets.confirmed);
    const end = await house.take('issue', { holderKeys: [holderKey] }, { ticket });
    expect(end.facts?.facts).toEqual([]);
    expect(end.relayed?.letter).toBeUndefined();
  });
});

describe('a code lives as long as profile and destination say, to the second (LETTER-3)', () => {
  const inRegion = (region: string): Ticket => ({
    ...tickets.checked,
    attributes: { ...attributes, address: { ...attributes.address, region } },
  });
  // prettier-ignore
  test.each<[string, number, number, string, string]>([
    ['OH', 30, -1_000, 'confirmed', 'as-published'],
    ['OH', 30, 0,      'expired',   'as-published'],
    ['OH', 30, 1_000,  'expired',   'as-published'],
    ['OH', 21, -1_000, 'confirmed', 'nist-800-63a-4'],
    ['OH', 21, 0,      'expired',   'nist-800-63a-4'],
    ['OH', 21, 1_000,  'expired',   'nist-800-63a-4'],
    ['AK', 30, -1_000, 'confirmed', 'nist-800-63a-4'],
    ['PR', 30, 0,      'expired',   'nist-800-63a-4'],
    ['AP', 30, -1_000, 'confirmed', 'nist-800-63a-4'],
  ])('to %s, after %i days and %i ms: %s (%s)', async (region, days, offset, result, profile) => {
    const at = profile === 'as-published' ? house : await openHouse({ profile: nist800_63a_4 });
    const sent = await send(inRegion(region), 'en', at);
    const begun = at.clock.at;
    expect(sent.facts?.letter?.expiresAt).toBe(new Date(begun + days * day).toISOString());
    const { code } = await printed(sent.relayed?.letter, at);
    at.clock.at = begun + days * day + offset;
    const end = await at.take('redeem-letter', { code }, { ticket: sent.ticket, letter: kept(sent.facts) });
    at.clock.at = begun;
    expect(end.outcome?.result).toBe(result);
    if (at !== house) await at.close();
  });

  // What was checked counts for 60 days, the code of a letter for 30, and two operators take 5.
  test.each([
    ['the last moment', 0, 'sealed'],
    ['a millisecond later', 1, 'too_old'],
  ])(
    'nor one that operators are to look at when it is too old: %s',
    async (_when, later, result) => {
      const begun = house.clock.at;
      house.clock.at = Date.parse('2026-03-10T14:00:00.000Z') + 25 * day + later;
      const doubt = fact(
        new Date('2026-03-10T14:00:00.000Z'),
        'risk_low',
        'risk',
        'risk-bands',
        'no',
      );
      const ticket = { ...tickets.checked, facts: [...tickets.checked.facts, doubt] };
      expect((await send(ticket)).outcome?.result).toBe(result);
      house.clock.at = begun;
    },
  );

  // What was checked counts for 60 days, and the code of a letter for 30.
  test.each([
    ['the last moment', 0, 'sealed'],
    ['a millisecond later', 1, 'too_old'],
    ['long after all of it lapsed', 60 * day, 'too_old'],
  ])('no letter is sent whose code outlives what was checked: %s', async (_when, later, result) => {
    const begun = house.clock.at;
    house.clock.at = Date.parse('2026-03-10T14:00:00.000Z') + 30 * day + later;
    const sent = await send();
    expect(sent.outcome?.result).toBe(result);
    if (result === 'too_old')
      expect([sent.relayed?.letter, sent.ticket, sent.facts?.facts]).toEqual([
        undefined,
        undefined,
        [],
      ]);
    else {
      const { code } = await printed(sent.relayed?.letter);
      house.clock.at += 30 * day - 1;
      const end = await redeem(code, sent);
      const holderKey = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const;
      const issued = await house.take('issue', { holderKeys: [holderKey] }, { ticket: end.ticket });
      expect(issued.outcome?.result).toBe('issued');
    }
    house.clock.at = begun;
  });

  test('the date on the paper is over before the code is, wherever in the United States', () => {
    const end = new Date('2026-12-25T10:30:00Z');
    // In Pago Pago the code ends at 23:30 on the 24th.
    expect(lastWholeDay(end).toISOString().slice(0, 10)).toBe('2026-12-23');
    expect(lastWholeDay(new Date('2026-12-25T11:00:00Z')).toISOString().slice(0, 10)).toBe(
      '2026-12-24',
    );
  });
});

describe('codes (PROOF-8)', () => {
  test('are ten of Crockford’s characters, shown five and five, none like another', () => {
    const codes = new Set(Array.from({ length: 20_000 }, () => newLetterCode(10)));
    expect(codes.size).toBe(20_000);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(new Set([...codes].join('')).size).toBe(32);
    expect(grouped('ABCDEFGHJK')).toBe('ABCDE-FGHJK');
  });

  // prettier-ignore
  test.each([
    ['7k3qw-xz9rt', '7K3QWXZ9RT'], [' 7K3QW XZ9RT ', '7K3QWXZ9RT'], ['7K3QW–XZ9RT', '7K3QWXZ9RT'],
    ['O0oIi-LlAbC', '00011-11ABC'.replace('-', '')], ['7 K 3 Q W X Z 9 R T', '7K3QWXZ9RT'],
  ])('“%s” is read as %s', (typed, code) => {
    expect(v.parse(letterCode, typed)).toBe(code);
  });

  test.each(['', '7K3QW', '7K3QWXZ9RTT', '7K3QWXZ9RU', '7K3QWXZ9R!', 'X'.repeat(50)])(
    '“%s” is no code',
    (typed) => {
      expect(v.is(letterCode, typed)).toBe(false);
    },
  );
});
