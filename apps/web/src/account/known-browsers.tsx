import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { call } from '../app/call.ts';
import { Loaded } from '../app/loaded.tsx';
import { useReading } from '../app/use-reading.ts';
import { SummaryList } from '../ui/summary-list.tsx';
import { dayAndTime } from '../app/day-and-time.ts';
import { useClientText } from './use-client-text.ts';

type Browsers = ReplyOf<typeof operationTable.readKnownBrowsers>['browsers'];

/** The browsers whose next sign-in is no news, as the bff keeps them (AUTH-22). */
export function KnownBrowsers() {
  const { t } = useLingui();
  const textOf = useClientText();
  const [browsers, setBrowsers] = useState<Browsers>([]);
  const reading = useReading(async () => {
    const known = await call('readKnownBrowsers', {});
    if (!known.ok) return known.error;
    setBrowsers(known.value.browsers);
    return undefined;
  });
  const rows = browsers.map(({ current, client, firstUsedAt, lastUsedAt }, at) => {
    const first = dayAndTime(firstUsedAt);
    const last = dayAndTime(lastUsedAt);
    const place = at + 1;
    return {
      term: current
        ? t({ id: 'sessions.here', message: 'This browser' })
        : t({ id: 'sessions.elsewhere', message: `Browser ${place}` }),
      value: textOf(client),
      note: t({ id: 'activity.used', message: `First used ${first}, last signed in ${last}` }),
    };
  });
  return (
    <>
      <h2>
        <Trans id="activity.browsers">Browsers that we know again</Trans>
      </h2>
      <p>
        <Trans id="activity.browser">
          A browser that you signed in with keeps a random number for a year, and we keep a
          scrambled form of it with what stands here, so that we can tell you when a new one is
          used.
        </Trans>
      </p>
      <Loaded {...reading}>
        <SummaryList rows={rows} />
      </Loaded>
    </>
  );
}
