import { i18n } from '@lingui/core';
import { createElement } from 'react';
import { MemoryRouter } from 'react-router';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { before, html, id, promise, question } from '../testing/consent-screen.ts';
import { harbor } from '../testing/installation.ts';
import { claimValues, email } from '../testing/person.ts';
import { speakEnglish } from '../testing/texts.ts';
import { Again } from './again.tsx';
import type { Agreement } from './agreements.ts';
import { Asked } from './asked.tsx';
import { Lacking } from './lacking.tsx';
import type { Question } from './question.ts';

beforeAll(speakEnglish);

const onYes = async () => [];
const asked = (changes: Partial<Question> = {}) =>
  html(createElement(Asked, { ...question, ...changes, onYes }));

describe('the whole question (AGENCY-1, AGENCY-40)', () => {
  test('says what stays here because a condition does not hold, and that its absence can be noticed (AGENCY-30)', () => {
    expect(asked({ unmet: ['birthdate'] })).toContain(
      'only on a condition that is not met, so it is not shared: Birth date',
    );
    expect(asked()).not.toContain('condition');
  });

  test('of an address that the agency named it says just that (AGENCY-30)', () => {
    const page = asked({ unmet: ['email', 'birthdate'] });
    expect(page).toContain('asked only for a certain e-mail address. You have not confirmed');
    expect(page).toContain('so it is not shared: Birth date.');
    expect(asked({ unmet: ['email'] })).not.toContain('condition');
  });

  test('shows every value but the masked one, and optional ones off', () => {
    const page = asked();
    expect(page).toContain(claimValues.given_name);
    expect(page).not.toContain(claimValues.social_security_number);
    expect(page).toContain('Also share: Phone number');
    expect(page).not.toContain('checked=""');
    expect(page).toContain(email);
    expect(page).toContain('abcdef ghijkl');
    expect(page).not.toContain('type="radio"');
  });

  test('says how sure Signet is and how that came wherever something proofed goes, and until when it holds where the agency gets the credential', () => {
    const proof = 'verified, with an ID and a code to a phone';
    expect(asked()).toContain('How sure Signet is, and how you proved it');
    expect(asked()).toContain(proof);
    expect(asked()).not.toContain('valid until');
    const agency = { ...question.agency, delivery: 'sealed' as const };
    expect(asked({ agency })).toContain(`${proof}; valid until November 24, 2027`);
    const details = { ...question.details, requestedClaims: ['email' as const] };
    expect(asked({ details, agency })).not.toContain('How sure Signet is');
  });

  test('says what is lost with what is left off: a verification that must show the day opens nothing without it (AGENCY-30)', () => {
    const verification = { trust_framework: null, time: { max_age: 10 ** 10 } };
    const changes = {
      agency: {
        ...question.agency,
        attributes: [
          { claim: 'given_name' as const, required: true, ...promise },
          { claim: 'verified_at' as const, required: false, ...promise },
        ],
      },
      details: {
        ...question.details,
        requestedClaims: ['given_name' as const, 'verified_at' as const],
        byScope: [],
        byName: { verified_claims: { verification, claims: { given_name: null } } },
      },
      copies: [{} as Question['copies'][number]],
    };
    const lost = 'Without this, this is not shared either: First name.';
    expect(asked(changes)).toContain(lost);
    const byScope = ['given_name' as const];
    expect(asked({ ...changes, details: { ...changes.details, byScope } })).not.toContain(lost);
    const agreed = { ...before, offered: before.agreed, agreed: ['given_name' as const] };
    expect(again({ ...changes, before: agreed })).not.toContain('First name');
  });

  test('asks which address only where there are several, the one of last time first', () => {
    const addresses = [
      { id: id(1), email },
      { id: id(2), email: 'other@example.test' },
    ];
    const page = asked({
      addresses,
      before: { ...before, offered: ['email'], agreed: ['email'], emailId: id(2) },
    });
    expect(page.match(/value="eml_\w+"/g)).toEqual([`value="${id(2)}"`, `value="${id(1)}"`]);
  });

  test('all addresses are shown where all are asked for, and none is chosen', () => {
    const addresses = [
      { id: id(1), email },
      { id: id(2), email: 'other@example.test' },
    ];
    const details = { ...question.details, requestedClaims: ['all_emails' as const] };
    const page = asked({ addresses, allAddresses: addresses, details });
    expect(page).toContain(`${email}\nother@example.test`);
    expect(page).not.toContain('type="radio"');
  });

  test('beside all addresses the one that goes alone is one that the request takes (AGENCY-50)', () => {
    const second = { id: id(2), email: 'other@example.test' };
    const requestedClaims = ['email' as const, 'all_emails' as const];
    const attributes = requestedClaims.map((claim) => ({ claim, required: true, ...promise }));
    const changes = {
      agency: { ...question.agency, attributes },
      addresses: [second],
      allAddresses: [{ id: id(1), email }, second],
      details: { ...question.details, requestedClaims },
    };
    const agreed = { offered: requestedClaims, agreed: requestedClaims, emailId: id(2) };
    for (const page of [asked(changes), again({ ...changes, before: { ...before, ...agreed } })]) {
      expect(page).toContain('<dt>E-mail address</dt><dd>other@example.test<');
      expect(page).toContain(`<dt>All your e-mail addresses</dt><dd>${email}\nother@example.test<`);
      expect(page).not.toMatch(/type="radio"|you choose below|Change what I share/);
    }
  });

  test('says of either delivery what it is', () => {
    expect(asked()).toContain('opens it for up to 15 minutes');
    const sealed = asked({ agency: { ...question.agency, delivery: 'sealed' } });
    expect(sealed).toContain('passes it on and cannot read it');
    expect(sealed).not.toContain('15 minutes');
  });

  test.each(['sealed', 'split-code'] as const)(
    'and that an e-mail address goes otherwise, where one is asked for: %s',
    (delivery) => {
      const agency = { ...question.agency, delivery };
      const except = 'Except your e-mail address, which Signet knows';
      expect(asked({ agency })).toContain(except);
      const details = { ...question.details, requestedClaims: ['given_name' as const] };
      expect(asked({ agency, details })).not.toContain(except);
      const alone = { ...question.details, requestedClaims: ['email' as const] };
      expect(asked({ agency, details: alone })).toContain('address and hands it over itself.');
      expect(asked({ agency, details: alone })).not.toMatch(/Except|15 minutes|cannot read/);
    },
  );

  // prettier-ignore
  test.each<[Question['standing'], string]>([
    ['stopped',       'You stopped sharing with'],
    ['terms-changed', 'has changed what it uses something for'],
    ['more',          'now asks for more'],
    ['more-addresses', 'you have confirmed another e-mail address'],
    ['proved-anew',   'You proved who you are again'],
    ['key-changed',   'has another key since then'],
    ['a-year',        'more than a year ago'],
  ])('says why it is asked anew: %s', (standing, words) => {
    const stoppedAt = standing === 'stopped' ? '2026-02-15T12:00:00.000Z' : null;
    const page = asked({ standing, before: { ...before, stoppedAt } });
    expect(page).toContain(words);
    expect(page).not.toContain('checked=""');
  });

  describe.each([
    'stopped',
    'key-changed',
    'terms-changed',
    'more',
    'proved-anew',
    'new',
    'a-year',
  ] as const)('whatever the reason: %s', (standing) => {
    const all: Agreement = { ...before, stoppedAt: '2026-02-15T12:00:00.000Z' };

    test('a changed key is shown beside the old one (AGENCY-40)', () => {
      const page = asked({
        standing,
        before: all,
        keyChange: { before: ['oldkey'], now: ['newkey'] },
      });
      expect(page).toContain('has a new key');
      for (const key of ['oldkey', 'newkey']) expect(page).toContain(key);
    });

    test('a key that is gone is said to be', () => {
      const page = asked({ standing, before: all, keyChange: { before: ['oldkey'], now: [] } });
      expect(page).toContain('no longer has a key that it had');
      expect(page).toContain('Now: no key.');
      expect(page).toContain('oldkey');
    });

    test('of several keys each is listed by itself: which one is gone can be told', () => {
      const keyChange = { before: ['first', 'gone'], now: ['first'] };
      const page = asked({ standing, before: all, keyChange });
      const lists = [...page.matchAll(/(Now|At your last visit):<\/p><ul>(.*?)<\/ul>/g)];
      expect(lists.map(([, when, list]) => [when, list])).toEqual([
        ['Now', '<li><code>first</code></li>'],
        ['At your last visit', '<li><code>first</code></li><li><code>gone</code></li>'],
      ]);
    });

    test('what was not asked last time is marked, and nothing else', () => {
      expect(asked({ standing, before: all }).match(/[\w -]+ \(New\)/g)).toEqual([
        'Social Security number (New)',
        'E-mail address (New)',
      ]);
      const offered = question.details.requestedClaims;
      expect(asked({ standing, before: { ...all, offered } })).not.toContain('(New)');
    });
  });

  test('of an agency without a key it names the addresses, and no fingerprint', () => {
    const page = asked({ fingerprints: [] });
    expect(page).not.toContain('Fingerprint:');
    expect(page).toContain(`than to ${new URL(harbor.redirectUris[0] ?? '').host}.`);
  });

  test('of an app without a key it names the scheme, and that it proves nothing (AGENCY-52)', () => {
    const redirectUris = ['test.example.harbor:/callback', ...harbor.redirectUris];
    const agency = { ...question.agency, redirectUris };
    const details = { ...question.details, returnsToApp: true };
    const page = asked({ agency, details, fingerprints: [] });
    expect(page).toContain('any app can take the address of its app, test.example.harbor.');
    expect(page).not.toContain('goes nowhere else');
    expect(asked({ agency, fingerprints: [] })).toContain('than to harbor.example.test.');
  });
});

describe('what an agency says of itself in several languages (AGENCY-1)', () => {
  const worded = {
    ...question.agency,
    name: { en: 'Harbor Licensing Office', es: 'Oficina de Licencias' },
    attributes: question.agency.attributes.map((one) => ({
      ...one,
      purpose: { en: 'To serve you', es: 'Para atenderle' },
    })),
  };
  afterEach(() => i18n.activate('en'));

  test('is in the language of the page, and in English where it is not there', () => {
    expect(asked({ agency: worded })).toContain('Harbor Licensing Office');
    i18n.activate('es', undefined);
    const page = asked({ agency: worded });
    expect(page).toContain('Oficina de Licencias');
    expect(page).toContain('Para atenderle. ');
    expect(page).toContain('a year');
    expect(page).not.toContain('To serve you');
    expect(asked({ agency: { ...worded, name: { en: 'Harbor Licensing Office' } } })).toContain(
      'Harbor Licensing Office',
    );
  });
});

const again = (changes: Partial<Question> = {}) =>
  html(
    createElement(Again, {
      ...question,
      ...changes,
      before: changes.before ?? before,
      standing: 'same',
      onYes,
      onChange: () => undefined,
    }),
  );

test('a remembered answer says what stays here because a condition does not hold, too (AGENCY-30)', () => {
  const page = again({ unmet: ['birthdate'] });
  expect(page).toContain('only on a condition that is not met, so it is not shared: Birth date');
  expect(again()).not.toContain('condition');
});

describe('a remembered answer is called the same only where it is (AGENCY-40)', () => {
  const over18 = { offered: ['age_over_18' as const], agreed: ['age_over_18' as const] };
  const requestedClaims = over18.offered;
  const changes = {
    agency: {
      ...question.agency,
      attributes: [{ claim: 'age_over_18' as const, required: true, ...promise }],
    },
    details: { ...question.details, requestedClaims },
    before: { ...before, ...over18 },
  };
  const bornOn = (birthdate: string) => ({ ...question.values, birthdate, age_over_18: true });
  const unchanged = ['Nothing about it has changed', 'Share the same with'];

  test('where everything went then and goes now', () => {
    const page = again({ ...changes, values: bornOn('2008-01-15') });
    for (const words of unchanged) expect(page).toContain(words);
  });

  test.each<[string, Partial<Question>]>([
    ['a condition is not met by now', { unmet: ['birthdate'] }],
    ['an age was reached since', { ...changes, values: bornOn('2008-01-16') }],
  ])('and not where %s', (_what, now) => {
    const page = again(now);
    expect(page).toContain('You agreed on January 15, 2026 to share this with');
    for (const words of unchanged) expect(page).not.toContain(words);
    expect(page).toContain('Share this with');
  });
});

test('a remembered answer says how it goes, too (AGENCY-40)', () => {
  expect(again()).toContain('opens it for up to 15 minutes');
  const agency = { ...question.agency, delivery: 'sealed' as const };
  expect(again({ agency })).toContain('passes it on and cannot read it');
  expect(again({ agency })).not.toContain('15 minutes');
});

test('a remembered answer is said to be one, and can be changed (AGENCY-40)', () => {
  const page = again();
  expect(page).toContain('You agreed on January 15, 2026');
  expect(page).toContain('Share the same with');
  expect(page).toContain('Change what I share');
  expect(page).not.toContain('the whole question');
  expect(page).toContain('How sure Signet is, and how you proved it: verified, with an ID');
  expect(page).not.toContain('Social Security number');
});

test('whoever has nothing to choose is not offered to change it, and sees all of it all the same', () => {
  const requestedClaims = ['given_name' as const, 'email' as const];
  const details = { ...question.details, requestedClaims };
  const offered = { ...before, offered: requestedClaims, agreed: requestedClaims };
  const addresses = [
    { id: id(1), email },
    { id: id(2), email: 'other@example.test' },
  ];
  const page = again({ details, before: offered });
  expect(page).not.toContain('Change what I share');
  expect(page).toContain('Show me the whole question');
  expect(again({ details, before: offered, addresses })).toContain('Change what I share');
});

test('where nothing of a person is asked for, what the agency learns all the same is said', () => {
  const details = { ...question.details, requestedClaims: [] };
  const nothing = { ...before, offered: [], agreed: [] };
  for (const page of [asked({ details }), again({ details, before: nothing })]) {
    expect(page).toContain('That it is you, by an identifier made for');
    expect(page).not.toContain('That you have proved who you are');
    expect(page).not.toMatch(/what exactly|says above/);
  }
  const verified = { ...details, verifiedOnly: true };
  expect(asked({ details: verified })).toContain('That you have proved who you are');
  expect(asked()).not.toContain('That it is you');
  expect(asked()).toContain('as long as it says above');
});

test('answers of several days are said to be, with the oldest where one is a reason (AGENCY-40)', () => {
  const earlier = [
    {
      ...before,
      offered: ['email' as const],
      agreed: ['email' as const],
      emailId: id(1),
      agreedAt: '2026-01-10T12:00:00.000Z',
      keyChanged: false,
    },
  ];
  const merged = { ...before, earlier };
  expect(again({ before: merged })).toContain(
    'You agreed on January 10, 2026 and January 15, 2026 to share this',
  );
  expect(again({ before: merged })).toContain('E-mail address');
  expect(asked({ before: merged, standing: 'a-year' })).toContain(
    'You agreed on January 10, 2026. That',
  );
});

test('an agency that requires a telephone says so to whoever proved their address by letter, and what helps', () => {
  const page = html(
    createElement(MemoryRouter, {}, createElement(Lacking, { ...question, lacking: ['phone'] })),
  );
  expect(page).toContain('It requires: Phone number.');
  expect(page).toContain('A letter confirms your address and no phone.');
  expect(page).toContain('If you cannot do that, go back to Harbor Licensing Office');
  expect(page).toContain('href="/account/prove-anew"');
});
