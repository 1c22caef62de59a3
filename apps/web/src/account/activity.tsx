import { useEffect, useState } from 'react';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { ActivityKind } from '@signet/contracts/account';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { call } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { dayAndTime } from './day-and-time.ts';
import { agencyOf } from '../app/registry.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { SummaryList, type SummaryRow } from '../ui/summary-list.tsx';
import { useClientText } from './use-client-text.ts';
import { useProvedLately } from './use-proved-lately.ts';

type Events = ReplyOf<typeof operationTable.readActivity>['events'];

/** What Signet records about use: all of it, readable and deletable by the person whose it is (AUTH-13). */
export function Component() {
  const { t } = useLingui();
  const provedLately = useProvedLately('account/activity');
  const texts = useActivityTexts();
  const clientText = useClientText();
  const [rows, setRows] = useState<readonly SummaryRow[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const read = async () => {
      const activity = await call('readActivity', {});
      if (!activity.ok) return setProblem(problemText(activity.error));
      const names = await agencyNames(activity.value.events);
      setRows(
        activity.value.events.map(({ kind, at, agency, client, minutes }) => ({
          term: dayAndTime(at),
          value: [
            texts[kind],
            agency === null ? undefined : names.get(agency),
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
        })),
      );
    };
    read().catch(() => setProblem(problemText({ code: 'temporarily_unavailable' })));
    // Read once; the texts do not change while the page stands.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const forget = async () => {
    const deleted = await provedLately(await call('deleteActivity', {}));
    if (!deleted.ok) return [{ message: problemText(deleted.error) }];
    setRows([]);
    return [];
  };
  return (
    <Page title={t({ id: 'activity.title', message: 'What Signet records' })}>
      <p>
        <Trans id="activity.intro">
          We write down what happened to your account and when. When somebody signs in, we write
          down which browser it was and on what sort of device, so that you can see whether somebody
          else was here, and at the end how long the session was. We keep all of it for a year, or
          until you delete it.
        </Trans>
      </p>
      <p>
        <Trans id="activity.not">
          We do not record your internet address. To count how often something is tried, we keep a
          scrambled form of it for about an hour.
        </Trans>
      </p>
      <p>
        <Trans id="activity.browser">
          A browser that you signed in with keeps a random number for a year, so that we can tell
          you when a new one is used.
        </Trans>
      </p>
      {problem !== undefined && <p role="alert">{problem}</p>}
      {rows !== undefined && rows.length === 0 && (
        <p role="status">
          <Trans id="activity.none">Nothing is recorded.</Trans>
        </p>
      )}
      {rows !== undefined && rows.length > 0 && (
        <>
          <SummaryList rows={rows} />
          <Form
            onSubmit={forget}
            waiting={t({ id: 'activity.deleting', message: 'Deleting the list…' })}
          >
            {({ busy }) => (
              <div className="signet-actions">
                <Button variant="outline" busy={busy}>
                  <Trans id="activity.delete">Delete this list</Trans>
                </Button>
              </div>
            )}
          </Form>
        </>
      )}
      <p>
        <Link to="/account">
          <Trans id="change-password.back">Back to your account</Trans>
        </Link>
      </p>
    </Page>
  );
}

/** Agencies are named by the signed registry, never by the bff. */
async function agencyNames(events: Events): Promise<ReadonlyMap<string, string>> {
  const clientIds = [...new Set(events.flatMap(({ agency }) => agency ?? []))];
  const agencies = await Promise.all(clientIds.map((clientId) => agencyOf(clientId)));
  return new Map(clientIds.map((clientId, at) => [clientId, agencies[at]?.name.en ?? clientId]));
}

function useActivityTexts(): Record<ActivityKind, string> {
  const { t } = useLingui();
  // prettier-ignore
  return {
    'account.created':              t({ id: 'activity.account-created', message: 'Account created' }),
    'authenticator.added':          t({ id: 'activity.authenticator-added', message: 'Second step added' }),
    'authenticator.removed':        t({ id: 'activity.authenticator-removed', message: 'Second step removed' }),
    'sign-in.password-proved':      t({ id: 'activity.password-proved', message: 'Right password entered' }),
    'sign-in.completed':            t({ id: 'activity.signed-in', message: 'Signed in' }),
    'sign-in.second-factor-failed': t({ id: 'activity.second-failed', message: 'Wrong code or passkey' }),
    'sign-in.disavowed':            t({ id: 'activity.disavowed', message: 'You said that a sign-in was not yours' }),
    'vault.unlocked':               t({ id: 'activity.unlocked', message: 'Vault opened with the password' }),
    'password.changed':             t({ id: 'activity.password-changed', message: 'Password changed' }),
    'recovery-key.changed':         t({ id: 'activity.recovery-changed', message: 'New recovery key made' }),
    'recovery.proved':              t({ id: 'activity.recovered', message: 'Recovery key used' }),
    'recovery.failed':              t({ id: 'activity.recovery-failed', message: 'Wrong recovery key entered' }),
    'recovery-key.checked':         t({ id: 'activity.recovery-checked', message: 'Recovery key checked' }),
    'email.added':                  t({ id: 'activity.email-added', message: 'E-mail address added' }),
    'email.removed':                t({ id: 'activity.email-removed', message: 'E-mail address removed' }),
    'email.made-primary':           t({ id: 'activity.email-primary', message: 'Main e-mail address changed' }),
    'wait.begun':                   t({ id: 'activity.wait-begun', message: 'Reset or new second step asked for' }),
    'wait.stopped':                 t({ id: 'activity.wait-stopped', message: 'Reset or new second step stopped' }),
    'second-factors.taken-off':     t({ id: 'activity.taken-off', message: 'All second steps taken off' }),
    'vault.replaced':               t({ id: 'activity.replaced', message: 'Account reset, vault emptied' }),
    'session.ended':                t({ id: 'activity.signed-out', message: 'Signed out' }),
    'session.timed-out':            t({ id: 'activity.timed-out', message: 'Signed out because nothing was done' }),
    'session.others-ended':         t({ id: 'activity.others-ended', message: 'Signed out everywhere else' }),
    'proofing.started':             t({ id: 'activity.proofing', message: 'Began to prove who you are' }),
    'consent.granted':              t({ id: 'activity.shared', message: 'You agreed to share' }),
    'consent.refused':              t({ id: 'activity.not-shared', message: 'You said no' }),
    'consent.revoked':              t({ id: 'activity.stopped', message: 'You stopped sharing' }),
    'release.delivered':            t({ id: 'activity.delivered', message: 'Collected what you shared' }),
    'release.rejected':             t({ id: 'activity.rejected', message: 'Something shared was not genuine and was not handed over' }),
    'signal.received':              t({ id: 'activity.suspected', message: 'Suspected that somebody else signed in as you' }),
  };
}
