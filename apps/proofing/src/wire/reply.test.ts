import { compactVerify, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ids, tickets } from '../testing/applicant.ts';
import { newReplyKey, openReply } from '../testing/browser.ts';
import { openHouse, type House } from '../testing/house.ts';
import { attributes, phone, ssn, strangersPhone, valuesIn, wrongSsn } from '../testing/person.ts';
import { photographBack, photographFront } from '../testing/photographs.ts';
import { openTicket } from './ticket.ts';

let house: House;
const taken: Awaited<ReturnType<House['take']>>[] = [];

const photographs = async () => ({
  front: (await photographFront()).toString('base64url'),
  back: (await photographBack()).toString('base64url'),
});
const holderKeys = [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } as const];

/** Every step of the journey, well and badly ended. */
beforeAll(async () => {
  house = await openHouse();
  const { sources } = house;
  const go = async <Step extends Parameters<House['take']>[0]>(
    ...[step, input, given]: Parameters<typeof house.take<Step>>
  ) => {
    const end = await house.take(step, input, given);
    taken.push(end as (typeof taken)[number]);
    return end;
  };
  const ticket = {
    examined: await house.ticket(tickets.examined),
    checked: await house.ticket(tickets.checked),
    codeSent: await house.ticket(tickets.codeSent),
    confirmed: await house.ticket(tickets.confirmed),
  };
  await go('examine-document', await photographs());
  await go('check-information', { ssn }, { ticket: ticket.examined });
  await go('check-information', { ssn: wrongSsn }, { ticket: ticket.examined });
  const sent = await go('send-code', { phone, channel: 'sms' }, { ticket: ticket.checked });
  await go('send-code', { phone: strangersPhone, channel: 'sms' }, { ticket: ticket.checked });
  const code =
    /\d{6}/.exec(
      sources.asked.findLast(({ path }) => path.endsWith('messages'))?.fields['text'] as string,
    )?.[0] ?? '';
  const confirmation = sent.facts?.confirmation;
  await go(
    'redeem-code',
    { code: code === '000000' ? '000001' : '000000' },
    { ticket: sent.ticket, confirmation },
  );
  await go('redeem-code', { code }, { ticket: sent.ticket, confirmation });
  await go('issue', { holderKeys }, { ticket: ticket.codeSent });
  await go('issue', { holderKeys }, { ticket: ticket.confirmed });
  sources.fail('records', (response) => response.writeHead(500).end(JSON.stringify(attributes)));
  await go('check-information', { ssn }, { ticket: ticket.examined });
});
afterAll(() => house.close());

/** Everything that can stand in a JSON text: names and values, down to the leaves. */
function leaves(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [String(node)];
  return Object.entries(node).flatMap(([name, value]) => [name, ...leaves(value)]);
}

test('every step ended as it was meant to', () => {
  expect(taken.map(({ outcome, code }) => outcome?.result ?? code)).toEqual([
    'accepted',
    'matched',
    'not_matched',
    'sent',
    'not_matched',
    'wrong_code',
    'confirmed',
    'not_satisfied',
    'issued',
    'unavailable',
  ]);
});

describe('facts', () => {
  test('carry no value of the person, in no encoding, after any step (PROOF-3)', () => {
    for (const { facts, relayed } of taken) {
      const payload = Buffer.from(relayed?.facts.split('.')[1] ?? '', 'base64url').toString();
      expect(valuesIn(payload)).toEqual([]);
      expect(valuesIn(relayed?.facts ?? '')).toEqual([]);
      for (const short of [attributes.address.region, attributes.jurisdiction])
        expect(leaves(facts)).not.toContain(short);
    }
  });

  test('are signed by the key of facts alone, of their own type (PROOF-3)', async () => {
    const { factsKey, credentialKey } = house.config.registry.proofing;
    for (const { relayed } of taken) {
      const signed = relayed?.facts ?? '';
      const { protectedHeader } = await compactVerify(
        signed,
        await importJWK({ ...factsKey }, 'ES256'),
      );
      expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'signet-facts+jwt', kid: factsKey.kid });
      await expect(
        compactVerify(signed, await importJWK({ ...credentialKey }, 'ES256')),
      ).rejects.toThrow();
    }
  });

  test('name the application, the step, the moment and the very request they answer (PROOF-3)', () => {
    const digests = taken.map(({ facts }) => facts?.requestDigest);
    expect(digests).toEqual(taken.map(({ requestDigest }) => requestDigest));
    expect(new Set(digests).size).toBe(taken.length);
    for (const { facts, reply } of taken)
      expect(facts).toMatchObject({
        iss: 'signet-proofing',
        iat: Math.floor(house.clock.at / 1000),
        applicationId: ids.applicationId,
        step: reply?.step,
      });
  });

  test('tell the blind index of an SSN that matched, and of no other', () => {
    expect(taken.map(({ facts }) => facts?.ssnIndex)).toEqual([
      undefined,
      house.keys.ssnIndex(ssn),
      ...Array.from({ length: 8 }, () => undefined),
    ]);
    expect(house.keys.ssnIndex(ssn)).not.toBe(house.keys.ssnIndex(wrongSsn));
  });
});

describe('the reply', () => {
  test('names application and step inside (PROOF-1)', () => {
    for (const { reply, facts } of taken)
      expect(reply).toMatchObject({ applicationId: ids.applicationId, step: facts?.step });
  });

  test('opens for the one tab that asked, and carries nothing that can be read (PROOF-1)', async () => {
    for (const { relayed, text } of taken) {
      await expect(openReply(newReplyKey(), relayed?.reply ?? '')).rejects.toThrow();
      expect(valuesIn(text)).toEqual([]);
      expect(Object.keys(relayed ?? {})).toEqual(['reply', 'facts']);
    }
  });
});

describe('the ticket', () => {
  test('comes only when something was established (PROOF-6)', () => {
    expect(taken.map(({ ticket }) => ticket !== undefined)).toEqual([
      true,
      true,
      false,
      true,
      false,
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  test('is sealed to proofing itself, for this account and application (PROOF-2)', async () => {
    for (const { ticket = '' } of taken.filter(({ ticket }) => ticket !== undefined)) {
      expect(valuesIn(ticket)).toEqual([]);
      expect(await openTicket(house.keys, ticket, ids)).toMatchObject(ids);
      await expect(
        openTicket(house.keys, ticket, { ...ids, accountId: 'sub_zzzzzzzzzzzzzzzzzzzzzzzzzz' }),
      ).rejects.toThrow('ticket_not_accepted');
    }
  });
});
