import { useRef, useState } from 'react';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { call, type CallProblem } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { Loaded } from '../app/loaded.tsx';
import { useReading } from '../app/use-reading.ts';
import { dayAndTime } from '../app/day-and-time.ts';
import { agencyOf } from '../app/registry.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { SummaryList, type SummaryRow } from '../ui/summary-list.tsx';
import { usePartOfPage } from '../ui/use-part-of-page.ts';
import { KnownBrowsers } from './known-browsers.tsx';
import { isSmallStep } from './small-step.ts';
import { useActivityTexts } from './use-activity-texts.ts';
import { useClientText } from './use-client-text.ts';
import { useProvedLately } from './use-proved-lately.ts';
import { inOurLanguage, type Worded } from '../app/in-our-language.ts';

type Recorded = ReplyOf<typeof operationTable.readActivity>;
type Event = Recorded['events'][number];

/** What Signet records about use: all of it, readable and deletable by the person whose it is (AUTH-13). */
export function Component() {
  const { t } = useLingui();
  const provedLately = useProvedLately('account/activity');
  const rowOf = useRow();
  const [recorded, setRecorded] = useState<Recorded>();
  const [names, setNames] = useState<ReadonlyMap<string, Worded>>(new Map());
  const [deletions, setDeletions] = useState(0);
  const [all, setAll] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  // The button for older entries goes with the last of them, and the one that deletes with the list.
  const isWhole = recorded === undefined ? undefined : recorded.older === null;
  usePartOfPage(isWhole, (_now, before) => (before === false ? list.current : undefined));
  usePartOfPage(deletions, () => list.current);
  const events = recorded?.events ?? [];
  const main = events.filter((_event, at) => !isSmallStep(events, at));
  const small = events.length - main.length;

  const read = async (place?: string): Promise<CallProblem | undefined> => {
    const page =
      place === undefined
        ? await call('readActivity', {})
        : await call('listOlderActivity', { place });
    if (!page.ok) return page.error;
    const { events: found, older } = page.value;
    const named = await agencyNames(found);
    setNames((before) => new Map([...before, ...named]));
    setRecorded((before) => {
      if (place === undefined || before === undefined) return { events: found, older };
      // The list may have been deleted since: nothing of it comes back.
      return before.older === place ? { events: [...before.events, ...found], older } : before;
    });
    return undefined;
  };
  const reading = useReading(() => read());

  const readOlder = async () => {
    const problem = await read(recorded?.older ?? undefined);
    return problem === undefined ? [] : [{ message: problemText(problem) }];
  };
  const forget = async () => {
    const deleted = await provedLately(await call('deleteActivity', {}));
    if (!deleted.ok) return [{ message: problemText(deleted.error) }];
    setRecorded({ events: [], older: null });
    setDeletions(deletions + 1);
    return [];
  };
  return (
    <Page title={t({ id: 'activity.title', message: 'What Signet records' })}>
      <details>
        <summary>
          <Trans id="activity.rules">What we write down, and for how long</Trans>
        </summary>
        <p>
          <Trans id="activity.intro">
            We write down what happened to your account and when. When somebody signs in, we write
            down which browser it was and on what sort of device, so that you can see whether
            somebody else was here, and at the end how long the session was. Each entry is kept for
            a year, or until you delete the list, and you can see all of them here.
          </Trans>
        </p>
        <p>
          <Trans id="activity.not">
            We do not record your internet address. To count how often something is tried, we keep a
            scrambled form of it for about an hour.
          </Trans>
        </p>
      </details>
      <h2>
        <Trans id="activity.happened">What happened</Trans>
      </h2>
      <Loaded {...reading}>
        <div ref={list} tabIndex={-1}>
          {recorded !== undefined && events.length === 0 && (
            <p role="status">
              <Trans id="activity.none">Nothing is recorded.</Trans>
            </p>
          )}
          {events.length > 0 && (
            <>
              {!all && small > 0 && (
                <p>
                  {t({
                    id: 'activity.small',
                    message: plural(small, {
                      one: '# small step is not shown, such as something put into your vault.',
                      other: '# small steps are not shown, such as something put into your vault.',
                    }),
                  })}
                </p>
              )}
              <Button type="button" variant="plain" onClick={() => setAll(!all)}>
                {all ? (
                  <Trans id="activity.less">Show less</Trans>
                ) : (
                  <Trans id="activity.details">Show everything that is kept</Trans>
                )}
              </Button>
              <SummaryList
                ofTimes
                rows={(all ? events : main).map((event) => rowOf(event, names, all))}
              />
            </>
          )}
        </div>
        {recorded !== undefined && recorded.older !== null && (
          <Form
            onSubmit={readOlder}
            waiting={t({ id: 'activity.reading', message: 'Reading older entries…' })}
          >
            {({ busy }) => (
              <Button variant="outline" busy={busy}>
                <Trans id="activity.older">Show older entries</Trans>
              </Button>
            )}
          </Form>
        )}
      </Loaded>
      {events.length > 0 && (
        <Form
          onSubmit={forget}
          waiting={t({ id: 'activity.deleting', message: 'Deleting the list…' })}
        >
          {({ busy }) => (
            <>
              <p>
                <Trans id="activity.deletes">
                  Deleting the list deletes the older entries too, and forgets every browser but
                  this one. When a forgotten one is used again, we tell you as we do of a new one;
                  and while somebody guesses at your password too often, it cannot sign in, as
                  theirs cannot.
                </Trans>
              </p>
              <p>
                <Trans id="activity.backups">
                  Sealed backups of our database still hold the list for up to 30 days. They are
                  opened only if the database is lost.
                </Trans>
              </p>
              <div className="signet-actions">
                <Button variant="outline" busy={busy}>
                  <Trans id="activity.delete">Delete this list</Trans>
                </Button>
              </div>
            </>
          )}
        </Form>
      )}
      <KnownBrowsers key={deletions} />
      <p>
        <Link to="/account">
          <Trans id="change-password.back">Back to your account</Trans>
        </Link>
      </p>
    </Page>
  );
}

/** One event; its details are named as they are kept. */
function useRow() {
  const { t } = useLingui();
  const texts = useActivityTexts();
  const clientText = useClientText();
  return (
    { kind, at, agency, client, minutes, details }: Event,
    names: ReadonlyMap<string, Worded>,
    detailed: boolean,
  ): SummaryRow => {
    const kept = details.map(({ field, value }) => `${field}: ${value ?? '–'}`);
    return {
      term: dayAndTime(at),
      value: [
        texts[kind],
        agency === null ? undefined : inOurLanguage(names.get(agency)),
        client === null ? undefined : clientText(client),
        minutes === null
          ? undefined
          : t({
              id: 'activity.minutes',
              message: plural(minutes, {
                0: 'after less than a minute',
                one: 'after # minute',
                other: 'after # minutes',
              }),
            }),
      ]
        .filter((part) => part !== undefined)
        .join(': '),
      ...(detailed && kept.length > 0 ? { note: kept.join(', ') } : {}),
    };
  };
}

/** Agencies are named by the signed registry, never by the bff. */
async function agencyNames(events: readonly Event[]): Promise<ReadonlyMap<string, Worded>> {
  const clientIds = [...new Set(events.flatMap(({ agency }) => agency ?? []))];
  const agencies = await Promise.all(clientIds.map((clientId) => agencyOf(clientId)));
  return new Map(
    clientIds.map((clientId, at) => [clientId, agencies[at]?.name ?? { en: clientId }]),
  );
}
