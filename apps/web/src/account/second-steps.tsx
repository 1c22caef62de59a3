import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { call } from '../app/call.ts';
import { Loaded } from '../app/loaded.tsx';
import { useReading } from '../app/use-reading.ts';
import { dayAndTime } from '../app/day-and-time.ts';
import { useSecondStepNames } from '../second-steps/names.ts';
import { Page } from '../ui/page.tsx';
import { LastStays } from './last-stays.tsx';
import { listedSecondStep, type ListedSecondStep } from './listed-second-step.ts';

/** What the person signs in with beside the password, and what may be added to it. */
export function Component() {
  const { t } = useLingui();
  const [listed, setListed] = useState<readonly ListedSecondStep[]>([]);
  const reading = useReading(async () => {
    const answer = await call('readSecondFactors', {});
    if (!answer.ok) return answer.error;
    const { secondFactors } = answer.value;
    setListed(await Promise.all(secondFactors.map((one) => listedSecondStep(one, secondFactors))));
    return undefined;
  });
  return (
    <Page title={t({ id: 'second-steps.title', message: 'Your second steps' })}>
      <p>
        <Trans id="second-steps.intro">
          Whoever knows your password still needs one of these. Two are better than one: the second
          one is for the day when you lose the first.
        </Trans>
      </p>
      <Loaded {...reading}>
        {listed.map((one) => (
          <SecondStep key={one.id} step={one} />
        ))}
      </Loaded>
      <h2>
        <Trans id="second-steps.add">Add another</Trans>
      </h2>
      <ul className="usa-list">
        <li>
          <Link to="/account/second-steps/passkey">
            <Trans id="another.passkey">Add a passkey</Trans>
          </Link>
        </li>
        <li>
          <Link to="/account/second-steps/authenticator">
            <Trans id="another.app">Add an authenticator app</Trans>
          </Link>
        </li>
        <li>
          <Link to="/account/second-steps/phone">
            {listed.some(({ kind }) => kind === 'sms') ? (
              <Trans id="second-steps.other-phone">Use another number for text messages</Trans>
            ) : (
              <Trans id="second-steps.phone">Use text messages, the least safe way</Trans>
            )}
          </Link>
        </li>
        <li>
          <Link to="/account/second-steps/backup-codes">
            {listed.some(({ kind }) => kind === 'backup-codes') ? (
              <Trans id="second-steps.new-codes">Make new backup codes</Trans>
            ) : (
              <Trans id="another.codes">Make ten backup codes</Trans>
            )}
          </Link>
        </li>
      </ul>
      <p>
        <Link to="/account">
          <Trans id="change-password.back">Back to your account</Trans>
        </Link>
      </p>
    </Page>
  );
}

function SecondStep({ step }: { readonly step: ListedSecondStep }) {
  const { t } = useLingui();
  const names = useSecondStepNames();
  const { id, kind, codesLeft, phoneEnding, opensVault, isLast } = step;
  const added = dayAndTime(step.addedAt);
  const used = step.lastUsedAt === null ? undefined : dayAndTime(step.lastUsedAt);
  const name = names[kind];
  return (
    <section className="signet-card" aria-label={name}>
      <h2>{name}</h2>
      <p>
        {used === undefined
          ? t({ id: 'second-steps.unused', message: `Added ${added}, never used` })
          : t({ id: 'second-steps.used', message: `Added ${added}, last used ${used}` })}
      </p>
      {codesLeft !== null && (
        <p>
          <Trans id="second-steps.left">{codesLeft} codes are left.</Trans>
        </p>
      )}
      {phoneEnding !== null && (
        <>
          <p>
            <Trans id="second-steps.ending">
              Codes go to the number that ends in {phoneEnding}.
            </Trans>
          </p>
          <p>
            <Trans id="second-steps.restricted">
              Less safe: someone can take over a phone number. Add a passkey or an app, and remove
              this when you no longer need it.
            </Trans>
          </p>
        </>
      )}
      {kind === 'passkey' && (
        <p>
          {opensVault ? (
            <Trans id="second-steps.opens">It also opens your vault without the password.</Trans>
          ) : (
            <Link
              to={`/account/second-steps/open-vault?id=${id}`}
              aria-label={t({
                id: 'second-steps.let-open-one',
                message: `Let it open my vault too: ${name}, added ${added}`,
              })}
            >
              <Trans id="second-steps.let-open">Let it open my vault too</Trans>
            </Link>
          )}
        </p>
      )}
      {isLast ? (
        <LastStays />
      ) : (
        <p>
          <Link
            to={`/account/second-steps/remove?id=${id}`}
            aria-label={t({
              id: 'second-steps.remove-one',
              message: `Remove: ${name}, added ${added}`,
            })}
          >
            <Trans id="second-steps.remove">Remove</Trans>
          </Link>
        </p>
      )}
    </section>
  );
}
