import { localeHere, spokenHere } from './speak.ts';

/** The exact time, with the day where it is not today. */
export function clockTime(instant: string): string {
  const then = new Date(instant);
  return new Intl.DateTimeFormat(localeHere(), {
    timeStyle: 'short',
    ...(isToday(then) ? {} : { dateStyle: 'medium' }),
  }).format(then);
}

/** The same within a sentence, where Spanish has the article with it: “desde las 3:05 p.m.”, “desde la 1:05 p.m.”, “desde el 2 dic”. */
export function clockTimeWithin(instant: string): string {
  if (spokenHere() !== 'es') return clockTime(instant);
  const then = new Date(instant);
  const hour = then.getHours() % 12 === 1 ? 'la' : 'las';
  return `${isToday(then) ? hour : 'el'} ${clockTime(instant)}`;
}

const isToday = (then: Date) => then.toDateString() === new Date().toDateString();
