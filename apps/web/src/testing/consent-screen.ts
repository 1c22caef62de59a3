import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { EmailId } from '@signet/contracts/ids';
import type { Agreement } from '../consent/agreements.ts';
import type { Question } from '../consent/question.ts';
import { askedBy } from './asked-by.ts';
import { harbor } from './installation.ts';
import { claimValues, email } from './person.ts';

export const id = (last: number) => `eml_0000000000000000000000000${last}` as EmailId;
export const promise = { purpose: { en: 'To serve you' }, retention: { en: 'a year' } };
/** What somebody agreed to on a day in January. */
export const before: Agreement = {
  clientId: harbor.clientId,
  offered: ['given_name', 'phone'],
  agreed: ['given_name', 'phone'],
  emailId: null,
  allEmailIds: [],
  agreedAt: '2026-01-15T12:00:00.000Z',
  verifiedAt: 1,
  batch: null,
  terms: '',
  stoppedAt: null,
  earlier: [],
};
/** What the consent screen asks of somebody who has proved who they are. */
export const question: Question = {
  uid: 'an-interaction',
  details: askedBy(harbor.clientId, {
    requestedClaims: ['given_name', 'social_security_number', 'phone', 'email'],
    byScope: ['given_name', 'social_security_number', 'phone', 'email'],
  }),
  agency: {
    ...harbor,
    attributes: [
      { claim: 'given_name', required: true, ...promise },
      { claim: 'social_security_number', required: true, ...promise },
      { claim: 'email', required: true, ...promise },
      { claim: 'phone', required: false, ...promise },
    ],
  },
  clockAhead: 0,
  unmet: [],
  lacking: [],
  copies: [],
  values: {
    ...claimValues,
    verified_at: 1,
    level: 'verified',
    pathway: 'document-and-phone',
    exp: Date.parse('2027-11-24T00:00:00Z') / 1_000,
  },
  addresses: [{ id: id(1), email }],
  allAddresses: [{ id: id(1), email }],
  standing: 'new',
  before: undefined,
  keyChange: undefined,
  fingerprints: ['abcdefghijkl'],
};

export const html = (element: Parameters<typeof renderToStaticMarkup>[0]) =>
  renderToStaticMarkup(createElement(I18nProvider, { i18n }, element)).replaceAll('<!-- -->', '');
