import { describe, expect, test } from 'vitest';
import { ids, otherIds, tickets, type Place } from '../testing/applicant.ts';
import { newReplyKey, openReply, sealRequest } from '../testing/browser.ts';
import { begunAt, countingHouse, seenByBff } from '../testing/counting-house.ts';
import { openHouse } from '../testing/house.ts';
import { ssn, valuesIn, wrongSsn } from '../testing/person.ts';
import { countSsnAttempts } from './ssn-attempts.ts';

const hour = 60 * 60_000;
const { counts, house, ...here } = countingHouse({ ssnAttempts: countSsnAttempts });
const check = (number = wrongSsn, place?: Place) => here.check(number, place);

async function checkTenTimes(place?: Place) {
  const results: (string | undefined)[] = [];
  for (let at = 0; at < 10; at += 1) results.push((await check(wrongSsn, place)).outcome?.result);
  return results;
}

describe('an SSN is checked ten times an hour, whoever asks (PROOF-34)', () => {
  test('the eleventh time, from another account, asks nobody and says when it can be tried again', async () => {
    expect(await checkTenTimes()).toEqual(Array.from({ length: 10 }, () => 'not_matched'));
    house().sources.calm();
    const { outcome, ticket } = await check(wrongSsn, otherIds);
    expect(outcome).toEqual({
      result: 'too_many_attempts',
      retryAt: new Date(begunAt + hour).toISOString(),
    });
    expect(ticket).toBeUndefined();
    expect(house().sources.asked).toEqual([]);
  });

  test('another SSN is not concerned', async () => {
    await checkTenTimes();
    expect((await check(ssn)).outcome).toEqual({ result: 'matched' });
  });

  test('one that would match is not told from one that would not', async () => {
    for (let at = 0; at < 10; at += 1) await check(ssn);
    expect((await check(ssn, otherIds)).outcome?.result).toBe('too_many_attempts');
  });

  // prettier-ignore
  test.each([
    ['a millisecond before', hour - 1, 'too_many_attempts'],
    ['at that moment',       hour,     'not_matched'],
  ])('the window is fixed, and the time told is exact: %s', async (_when, later, result) => {
    await check();
    house().clock.at = begunAt + hour / 2;
    for (let at = 0; at < 9; at += 1) await check();
    house().clock.at = begunAt + later;
    expect((await check()).outcome?.result).toBe(result);
  });

  test('sources that did not answer cost nothing (PROOF-6)', async () => {
    // Of its own, as a source that fails often is spared for a while.
    const other = await openHouse(counts);
    other.sources.fail('records', (response) => response.writeHead(500).end());
    const ticket = await other.ticket(tickets.examined);
    const results: (string | undefined)[] = [];
    for (let at = 0; at < 12; at += 1) {
      const { outcome } = await other.take('check-information', { ssn }, { ticket });
      results.push(outcome?.result);
    }
    await other.close();
    expect(results).toEqual(Array.from({ length: 12 }, () => 'unavailable'));
    expect(counts.ssnAttempts.digests()).toEqual([]);
  });
});

test('the same request counts once, however often it is relayed, and is still answered when no more are (PROOF-34)', async () => {
  const replyKey = newReplyKey();
  const request = await sealRequest(house().config.registry.proofing.encryptionKey, {
    applicationId: ids.applicationId,
    step: 'check-information',
    replyKey,
    ticket: await house().ticket(tickets.examined),
    input: { ssn: wrongSsn },
  });
  const relay = async () => {
    const statement = await house().state(request);
    const answer = await house().post('check-information', JSON.stringify({ statement, request }));
    const { reply } = (await answer.json()) as { reply: string };
    return (await openReply(replyKey, reply)).outcome;
  };
  for (let at = 0; at < 3; at += 1) expect(await relay()).toEqual({ result: 'not_matched' });
  for (let at = 0; at < 9; at += 1) expect((await check()).outcome?.result).toBe('not_matched');
  expect((await check()).outcome?.result).toBe('too_many_attempts');
  expect(await relay()).toEqual({ result: 'not_matched' });
});

test('the bff cannot tell it from sources that are not there (PROOF-34)', async () => {
  house().sources.fail('records', (response) => response.writeHead(503).end());
  for (const name of ['dmv', 'socialSecurity', 'addressRecord', 'risk'] as const)
    house().sources.fail(name, (response) => response.writeHead(503).end());
  const silent = await check();
  house().sources.calm();
  await checkTenTimes();
  const refused = await check(wrongSsn, otherIds);
  expect(silent.outcome?.result).toBe('unavailable');
  expect(refused.outcome?.result).toBe('too_many_attempts');
  expect(seenByBff(refused)).toEqual(seenByBff(silent));
});

describe('of an SSN nothing is kept that says which (ZONE-2)', () => {
  test('neither the number nor a digest that another count would make of it', () => {
    const hashes = new Set<string>();
    const one = countSsnAttempts({ most: 1, windowMs: hour });
    const other = countSsnAttempts({ most: 1, windowMs: hour });
    for (const count of [one, other]) {
      for (const digest of count.digests()) hashes.add(digest);
      count.begin(ssn, 'a request', new Date(begunAt));
      for (const digest of count.digests()) hashes.add(digest);
    }
    expect(hashes.size).toBe(2);
    expect(valuesIn([...hashes].join(' '))).toEqual([]);
  });

  test('and what has ended is forgotten', () => {
    const count = countSsnAttempts();
    count.begin(ssn, 'a request', new Date(begunAt));
    count.forgetEnded(new Date(begunAt + hour - 1));
    expect(count.digests()).toHaveLength(1);
    count.forgetEnded(new Date(begunAt + hour));
    expect(count.digests()).toHaveLength(0);
  });

  test('of more than 20,000 at once the one whose window ends first', () => {
    const count = countSsnAttempts({ most: 1, windowMs: hour });
    for (let at = 0; at <= 20_000; at += 1)
      count.begin(`9${String(at).padStart(8, '0')}`, 'a request', new Date(begunAt + at));
    expect(count.digests()).toHaveLength(20_000);
    const again = (number: string) => count.begin(number, 'another', new Date(begunAt + 30_000)).ok;
    expect([again('900000000'), again('900000002'), again('900020000')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
