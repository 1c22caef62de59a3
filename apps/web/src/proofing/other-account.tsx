import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData, useRevalidator } from 'react-router';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { signOut } from '../app/sign-out.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { beginAnew } from './begin-anew.ts';
import { cleared } from './steps.ts';
import { usePhase } from './phase.ts';
import { takeStep } from './take-step.ts';
import { unavailableText } from './unavailable-text.ts';
import type { Wizard } from './wizard.ts';

/** PROOF-21: one person, one account. It says that another one, or somebody else in this one, stands in the way, what can be done, and nothing of either. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const { revalidate } = useRevalidator();
  const phase = usePhase('other-account');
  const { application: asked, draft } = useLoaderData<Wizard>();
  // PROOF-23: what two people looked at can be asked for only as it was then.
  const wasReviewed = asked.review !== null;
  const again = async () => {
    if (wasReviewed) {
      const begun = await beginAnew();
      if (!begun.ok) return [{ message: problemText(begun.error) }];
      return go('verify');
    }
    const { ssn, statedAddress: address } = draft;
    if (draft.ticket === undefined || ssn === undefined) return go('verify/id');
    const submitted = await takeStep(
      'check-information',
      { ssn, ...(address === undefined ? {} : { address }) },
      draft,
      // What was confirmed of a phone before is no part of this check.
      cleared('phone', draft),
    );
    if (!submitted.ok) return [{ message: problemText(submitted.error) }];
    const { outcome, ticket, application } = submitted.value;
    if (outcome.result === 'too_many_attempts')
      return [{ message: problemText({ code: 'too_many_attempts', retryAt: outcome.retryAt }) }];
    if (outcome.result === 'unavailable') return [{ message: unavailableText(outcome.reason) }];
    if (outcome.result !== 'matched' || ticket === undefined)
      return [
        {
          message: t({
            id: 'other-account.unmatched',
            message:
              'This time your information did not match. If it changed meanwhile, go to your account and begin again with new photos of your ID.',
          }),
        },
      ];
    if (application.state !== 'duplicate') return go('verify/phone');
    // The answer brought another ticket: whoever asks again goes on from it.
    await revalidate();
    return [
      {
        message: t({
          id: 'other-account.still',
          message: 'It still cannot be this account.',
        }),
      },
    ];
  };
  return (
    <Page
      title={t({ id: 'other-account.title', message: 'One person, one account' })}
      phase={phase}
    >
      <p>
        <Trans id="other-account.why">
          What you told us is right. But either you were proved in another Signet account before, or
          somebody else was proved in this one. One person has one account, and one account is one
          person’s, so that nobody can be you in a second one. We do not show which account it is.
        </Trans>
      </p>
      <h2>
        <Trans id="other-account.what">What you can do</Trans>
      </h2>
      <ul>
        <li>
          <Trans id="other-account.use">
            Use the other account: sign out here and sign in with the e-mail address that you used
            then. There you can prove yourself anew if something has changed.
          </Trans>
        </li>
        <li>
          <Trans id="other-account.lost">
            If you cannot get in any more, sign out, choose “I forgot my password” where you sign
            in, and go on from there. Without your recovery key it takes a day.
          </Trans>
        </li>
        <li>
          <Trans id="other-account.delete">
            Keep this account: sign in to the other one, delete it, come back and ask us again.
          </Trans>
        </li>
        <li>
          <Trans id="other-account.not-yours">
            If somebody else was proved in this account, rightly or not, it never becomes yours:
            sign out and make one of your own, with another e-mail address.
          </Trans>
        </li>
        <li>
          <Trans id="other-account.stranger">
            If you never made another account, somebody may have used your information. The notice
            that we sent to your phone or address then has a link that freezes it; after that, ask
            us again here. Tell your agency too.
          </Trans>
        </li>
      </ul>
      {wasReviewed && (
        <p>
          <Trans id="other-account.anew">
            Two people looked at this application before. It cannot change any more, so asking again
            begins anew, with new photos of your ID.
          </Trans>
        </p>
      )}
      <Form onSubmit={again} waiting={t({ id: 'other-account.waiting', message: 'Asking again…' })}>
        {({ busy }) => (
          <div className="signet-actions">
            <Button busy={busy}>
              {wasReviewed ? (
                <Trans id="other-account.begin-anew">It is deleted or frozen: begin anew</Trans>
              ) : (
                <Trans id="other-account.again">It is deleted or frozen: ask again</Trans>
              )}
            </Button>
            <Button type="button" variant="outline" onClick={() => void signOut()}>
              <Trans id="other-account.leave">Sign out</Trans>
            </Button>
            <Link to="/account">
              <Trans id="other-account.account">Your account here</Trans>
            </Link>
          </div>
        )}
      </Form>
    </Page>
  );
}
