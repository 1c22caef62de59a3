import { i18n } from '@lingui/core';
import { afterEach, describe, expect, test } from 'vitest';
import { messages } from '../locales/es/messages.po';
import { speakEnglish } from '../testing/texts.ts';
import { clockTime, clockTimeWithin } from './clock-time.ts';
import { problemText } from './problem-text.ts';

const speakSpanish = () => i18n.loadAndActivate({ locale: 'es', messages });
const today = (hours: number) => new Date(new Date().setHours(hours, 5, 0, 0)).toISOString();
const anotherDay = new Date(2031, 2, 9, 14, 30).toISOString();
const plain = (text: string) => text.replaceAll(/\s/g, ' ').replaceAll(/([ap])\. ?m\./g, '$1.m.');

afterEach(speakEnglish);

describe('when something can be done again (PROOF-11)', () => {
  test('a time on another day is said with its day', () => {
    speakEnglish();
    expect(clockTime(anotherDay)).toMatch(/^Mar 9, 2031.*2:30\sPM$/);
    expect(clockTime(today(14))).toMatch(/^2:05\sPM$/);
    expect(clockTimeWithin(today(14))).toBe(clockTime(today(14)));
  });

  test.each([
    [today(15), 'las 3:05 p.m.'],
    [today(13), 'la 1:05 p.m.'],
    [today(1), 'la 1:05 a.m.'],
    [today(0), 'las 12:05 a.m.'],
    [anotherDay, 'el 9 mar 2031, 2:30 p.m.'],
  ])('in Spanish with its article (LANG-3): %s', (instant, text) => {
    speakSpanish();
    expect(plain(clockTimeWithin(instant))).toBe(text);
  });

  test('in Spanish, in a sentence that a person can read (LANG-3)', () => {
    speakSpanish();
    const text = problemText({ code: 'too_many_attempts', attemptsLeft: 0, retryAt: today(15) });
    expect(plain(text)).toMatch(/ Desde las 3:05 p\.m\. podrá intentarlo de nuevo\.$/);
  });
});
