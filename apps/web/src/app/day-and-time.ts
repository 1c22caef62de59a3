import { localeHere } from './speak.ts';

/** When something was recorded: always with its day, for whoever looks back. */
export function dayAndTime(instant: string): string {
  return new Intl.DateTimeFormat(localeHere(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(instant),
  );
}
