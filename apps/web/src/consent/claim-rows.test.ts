import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, test } from 'vitest';
import { claimNames, claims, type ClaimName } from '@signet/contracts/claims';
import { harbor } from '../testing/installation.ts';
import { claimValues, email } from '../testing/person.ts';
import { speakEnglish } from '../testing/texts.ts';
import type { SummaryRow } from '../ui/summary-list.tsx';
import { useClaimRows } from './claim-rows.tsx';

beforeAll(speakEnglish);

const agency = {
  ...harbor,
  attributes: claimNames.map((claim) => ({
    claim,
    purpose: { en: `Because of ${claim}` },
    retention: { en: 'a year' },
    required: true,
  })),
};
const verifiedAt = Date.parse('2026-11-24T12:00:00Z') / 1000;

/** The rows as the consent screen gets them. */
function rowsOf(wanted: readonly ClaimName[]): SummaryRow[] {
  const found: SummaryRow[] = [];
  const values = {
    ...claimValues,
    verified_at: verifiedAt,
    evidence: ['state_id', 'something-else'],
    email,
    all_emails: [email, 'other@example.test'],
  };
  function Probe() {
    found.push(...useClaimRows(agency, wanted, values));
    return null;
  }
  renderToStaticMarkup(createElement(I18nProvider, { i18n }, createElement(Probe)));
  return found;
}

describe('every claim has a row with its name, value, purpose and retention (AGENCY-1)', () => {
  // prettier-ignore
  test.each<[ClaimName, string, string]>([
    ['given_name',          'First name',               'Quillonette'],
    ['family_name',         'Last name',                'Ravensworth'],
    ['birthdate',           'Birth date',               'March 9, 1981'],
    ['address',             'Address',                  claimValues.address.formatted],
    ['phone',               'Phone number',             '(202) 555-0143'],
    ['age_over_18',         'That you are 18 or older', 'Yes'],
    ['age_over_21',         'That you are 21 or older', 'Yes'],
    ['region_of_residence', 'State you live in',        'OH'],
    ['verified_at',         'When you were verified',   'November 24, 2026'],
    ['evidence',            'What you proved it with',  'driver’s license or state ID, something-else'],
    ['email',               'E-mail address',           email],
    ['all_emails',          'All your e-mail addresses', `${email}\nother@example.test`],
  ])('%s', (claim, term, value) => {
    expect(rowsOf([claim])).toEqual([
      { term, value, note: `Because of ${claim}. Kept: a year.` },
    ]);
  });

  test('a masked one is not shown before the person asks', () => {
    const masked = claimNames.filter((claim) => claims[claim].masked);
    expect(masked).toEqual(['social_security_number']);
    const [row] = rowsOf(masked);
    const html = renderToStaticMarkup(createElement(I18nProvider, { i18n }, row?.value));
    expect(html).not.toContain(claimValues.social_security_number);
  });

  test('they stand in the order in which they were asked for, none left out', () => {
    expect(rowsOf(claimNames)).toHaveLength(claimNames.length);
  });
});
