import { expect, test } from 'vitest';
import { ids, otherIds } from '../testing/applicant.ts';
import { begunAt, countingHouse, seenByBff } from '../testing/counting-house.ts';
import { ssn, valuesIn } from '../testing/person.ts';
import { countDocumentAttempts, documentLimit, documentNamed } from './document-attempts.ts';
import { countSsnAttempts } from './ssn-attempts.ts';

const { check, counts, house } = countingHouse({
  documentAttempts: countDocumentAttempts,
  ssnAttempts: countSsnAttempts,
});

/** Numbers that are nobody's, as no SSN begins with a 9. */
const guesses = Array.from({ length: documentLimit.most }, (_none, at) => `9000000${at + 10}`);
async function guessAll() {
  for (const guess of guesses) expect((await check(guess)).outcome?.result).toBe('not_matched');
}

test('one document is checked ten times an hour, with whatever SSN and whoever asks (PROOF-34)', async () => {
  expect(documentLimit).toEqual({ most: 10, windowMs: 3_600_000 });
  await guessAll();
  house().sources.calm();
  const { outcome, ticket } = await check(ssn, otherIds);
  expect(outcome).toEqual({
    result: 'too_many_attempts',
    retryAt: new Date(begunAt + documentLimit.windowMs).toISOString(),
  });
  expect(ticket).toBeUndefined();
  expect(house().sources.asked).toEqual([]);
  house().clock.at = begunAt + documentLimit.windowMs;
  expect((await check(ssn, otherIds)).outcome).toEqual({ result: 'matched' });
});

test('however its number is spelled; another one, or another state’s of the same number, is not concerned (PROOF-34)', async () => {
  const one = documentNamed({
    evidence: 'state_id',
    jurisdiction: 'OH',
    documentNumber: 'RX 123-456',
  });
  expect(
    documentNamed({ evidence: 'state_id', jurisdiction: 'OH', documentNumber: 'rx123456' }),
  ).toBe(one);
  expect(
    documentNamed({ evidence: 'state_id', jurisdiction: 'TX', documentNumber: 'RX123456' }),
  ).not.toBe(one);
  await guessAll();
  expect((await check('900000001', ids, 'RX000111')).outcome?.result).toBe('not_matched');
});

test('a try that the document’s count refuses is none of the SSN, whose owner may have another document (PROOF-34)', async () => {
  await guessAll();
  const before = counts.ssnAttempts.digests();
  for (let at = 0; at < 20; at += 1) await check(ssn);
  expect(counts.ssnAttempts.digests()).toEqual(before);
});

test('the bff cannot tell it from sources that are not there, and nothing kept says which document (PROOF-34, ZONE-2)', async () => {
  for (const name of ['records', 'dmv', 'socialSecurity', 'addressRecord', 'risk'] as const)
    house().sources.fail(name, (response) => response.writeHead(503).end());
  const silent = await check(ssn);
  expect(silent.outcome?.result).toBe('unavailable');
  // PROOF-6: nobody answered, so it was no try.
  expect(counts.documentAttempts.digests()).toEqual([]);
  house().sources.calm();
  await guessAll();
  const refused = await check(ssn, otherIds);
  expect(seenByBff(refused)).toEqual(seenByBff(silent));
  expect(counts.documentAttempts.digests()).toHaveLength(1);
  expect(valuesIn(counts.documentAttempts.digests().join(' '))).toEqual([]);
});
