import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { call } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { Loaded } from '../app/loaded.tsx';
import { useReading } from '../app/use-reading.ts';
import { dayAndTime } from '../app/day-and-time.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { SummaryList } from '../ui/summary-list.tsx';
import { signOut } from '../app/sign-out.ts';
import { useClientText } from './use-client-text.ts';

type Session = ReplyOf<typeof operationTable.readSessions>['sessions'][number];
/** What it is called by stays, when one before it is signed out. */
type Placed = Session & { readonly place: number };

/** Everywhere the person is signed in, and the way out of all of it but here. */
export function Component() {
  const { t } = useLingui();
  const textOf = useClientText();
  const [sessions, setSessions] = useState<readonly Placed[]>([]);
  const [ended, setEnded] = useState<{ readonly place?: number }>();
  const reading = useReading(async () => {
    const listed = await call('readSessions', {});
    if (!listed.ok) return listed.error;
    setSessions(listed.value.sessions.map((one, at) => ({ ...one, place: at + 1 })));
    return undefined;
  });

  const end =
    ({ id, place, current }: Placed) =>
    async () => {
      // The session at hand ends as it does everywhere: with the keys, and in every tab.
      if (current) return signOut();
      const answer = await call('endOneSession', { id });
      if (!answer.ok) return [{ message: problemText(answer.error) }];
      setEnded({ place });
      setSessions((listed) => listed.filter((one) => one.id !== id));
      return [];
    };
  const rows = sessions.map((one) => {
    const { id, place, current, signedInAt, lastUsedAt, client } = one;
    const since = dayAndTime(signedInAt);
    const last = dayAndTime(lastUsedAt);
    return {
      id,
      term: current
        ? t({ id: 'sessions.here', message: 'This browser' })
        : t({ id: 'sessions.elsewhere', message: `Browser ${place}` }),
      value: textOf(client),
      note: t({ id: 'sessions.times', message: `Signed in ${since}, last used ${last}` }),
      action: (
        <Form
          onSubmit={end(one)}
          waiting={t({ id: 'sessions.ending-one', message: 'Signing out there…' })}
        >
          {({ busy }) => (
            <Button variant="outline" busy={busy}>
              {current ? (
                <Trans id="sessions.end-here">Sign out here</Trans>
              ) : (
                <Trans id="sessions.end-one">Sign out browser {place}</Trans>
              )}
            </Button>
          )}
        </Form>
      ),
    };
  });
  const endOthers = async () => {
    const answer = await call('endOtherSessions', {});
    if (!answer.ok) return [{ message: problemText(answer.error) }];
    setEnded({});
    setSessions((listed) => listed.filter(({ current }) => current));
    return [];
  };
  const place = ended?.place;
  return (
    <Page title={t({ id: 'sessions.title', message: 'Where you are signed in' })}>
      <p>
        <Trans id="sessions.intro">
          We do not record from where you sign in. If you do not remember one of these, sign out
          everywhere else and change your password.
        </Trans>
      </p>
      {ended !== undefined && (
        <Alert kind="success" answer={ended}>
          <p>
            {ended.place === undefined ? (
              <Trans id="sessions.ended">You are signed out everywhere else.</Trans>
            ) : (
              <Trans id="sessions.ended-one">You are signed out of browser {place}.</Trans>
            )}
          </p>
        </Alert>
      )}
      <Loaded {...reading}>
        <SummaryList rows={rows} />
      </Loaded>
      {rows.length > 1 && (
        <Form
          onSubmit={endOthers}
          waiting={t({ id: 'sessions.ending', message: 'Signing out everywhere else…' })}
        >
          {({ busy }) => (
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="sessions.end">Sign out everywhere else</Trans>
              </Button>
            </div>
          )}
        </Form>
      )}
      <p>
        <Link to="/account">
          <Trans id="change-password.back">Back to your account</Trans>
        </Link>
      </p>
    </Page>
  );
}
