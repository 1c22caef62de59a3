import { describe, expect, test } from 'vitest';
import { profiles } from '@signet/contracts/policy/profiles';
import { limitsUnder, type LimitName } from './limits.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `config/application.yml.default` of Login.gov's identity-idp, in August 2026; decision 0030. Its tenth is counted by proofing (PROOF-34). */
// prettier-ignore
const attempts: [string, LimitName, number, number][] = [
  ['photographs of an ID',        'proofing-document',    5,  6 * hour],
  ['checks of information',       'proofing-information', 5,  6 * hour],
  ['telephones',                  'proofing-phone',       5,  6 * hour],
  ['codes sent to a telephone',   'proofing-code',        10, 10 * minute],
  ['codes from a letter',         'letter-code',          5,  10 * minute],
  ['letters within 30 days',      'letters-in-a-month',   4,  30 * day],
  ['letters within 24 hours',     'letter-in-a-day',      1,  day],
];

describe.each(Object.entries(profiles))(
  'attempts are as many, within as long, as at Login.gov, under %s (PROOF-11)',
  (_name, profile) => {
    test.each(attempts)('%s', (_what, name, most, windowMs) => {
      expect(limitsUnder(profile)[name]).toEqual({ most, windowMs });
    });
  },
);
