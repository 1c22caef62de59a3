import { useEffect, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import { call } from '../app/call.ts';
import { dayAndTime } from '../app/day-and-time.ts';

type Times = { readonly keyMadeAt: string | null; readonly keyCheckedAt: string | null };

/** When the recovery key was made and last checked, in words; undefined until it is known. Without a key there is nothing to check. */
export function useKeyTimes():
  | { readonly made: string; readonly checked: string | undefined }
  | undefined {
  const { t } = useLingui();
  const [times, setTimes] = useState<Times>();
  useEffect(() => {
    void call('readRecovery', {}).then((read) => {
      if (read.ok) setTimes(read.value);
    });
  }, []);
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
