import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { useReading, type Reading } from './use-reading.ts';

test('of two readings at once the one that began later is shown, whichever answers first', async () => {
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const shown: string[] = [];
  let begun = 0;
  const readings: Reading[] = [];
  const read = async (isLatest: () => boolean) => {
    const list = await answers[begun++]?.promise;
    if (isLatest()) shown.push(list ?? 'none');
    return undefined;
  };
  function Page() {
    readings.push(useReading(read));
    return null;
  }
  renderToStaticMarkup(createElement(Page));
  const both = [readings[0]?.again(), readings[0]?.again()];
  answers[1]?.resolve('without both');
  await both[1];
  answers[0]?.resolve('without the first');
  await both[0];
  expect(shown).toEqual(['without both']);
});
