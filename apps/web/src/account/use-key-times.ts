import { useLingui } from '@lingui/react/macro';
import { dayAndTime } from '../app/day-and-time.ts';

export type KeyTimes = { readonly keyMadeAt: string | null; readonly keyCheckedAt: string | null };

/** When the recovery key was made and last checked, in words; undefined until it is known. Without a key there is nothing to check. */
export function useKeyTimes(
  times: KeyTimes | undefined,
): { readonly made: string; readonly checked: string | undefined } | undefined {
  const { t } = useLingui();
  if (times === undefined) return undefined;
  if (times.keyMadeAt === null)
    return {
      made: t({ id: 'key-times.none', message: 'You have not written one down yet' }),
      checked: undefined,
    };
  const made = dayAndTime(times.keyMadeAt);
  const checked = times.keyCheckedAt === null ? undefined : dayAndTime(times.keyCheckedAt);
  return {
    made: t({ id: 'key-times.made', message: `Made ${made}` }),
    checked:
      checked === undefined
        ? t({ id: 'key-times.unchecked', message: 'Not checked since' })
        : t({ id: 'key-times.checked', message: `Last checked ${checked}` }),
  };
}
