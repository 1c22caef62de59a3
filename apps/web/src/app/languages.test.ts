import { languages } from '@signet/contracts/languages';
import { expect, test } from 'vitest';
import config from '../../lingui.config.ts';

test('the languages that agencies may ask for are those that there are texts in (AGENCY-35, AGENCY-44)', () => {
  const catalogues = Object.keys(import.meta.glob('../locales/*/messages.po'));
  const spoken = languages.map((one) => `../locales/${one}/messages.po`);
  expect(catalogues.toSorted()).toEqual(spoken.toSorted());
  expect(config.locales).toEqual([...languages]);
});
