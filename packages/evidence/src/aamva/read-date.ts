/**
 * Reads a card's date: MMDDCCYY on US cards, CCYYMMDD on Canadian and some old ones. Which of the two is decided by the
 * value itself, never by the version. Answers `YYYY-MM-DD`, or undefined when it is no day of the calendar.
 */
export function readDate(text: string): string | undefined {
  const digits = text.replaceAll(/[-/ ]/g, '');
  if (!/^\d{8}$/.test(digits)) return undefined;
  const american = calendarDate(digits.slice(4), digits.slice(0, 2), digits.slice(2, 4));
  const sortable = calendarDate(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6));
  return american ?? sortable;
}

function calendarDate(year: string, month: string, day: string): string | undefined {
  if (Number(year) < 1880 || Number(year) > 2150) return undefined;
  const iso = `${year}-${month}-${day}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? undefined : iso;
}
