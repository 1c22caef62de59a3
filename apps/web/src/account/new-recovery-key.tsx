import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { newRecoveryKey, type WithNewKey } from '../vault/change-secrets.ts';
import { KeepRecoveryKey } from '../vault/keep-recovery-key.tsx';
import { provePassword } from '../vault/prove-password.ts';

/** For whoever lost the recovery key or showed it to somebody. The old one works until the new one is written down. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const [made, setMade] = useState<WithNewKey>();
  const submit = async (fields: FormData) => {
    const proved = await provePassword('unlock', textOf(fields, 'password'));
    if (!proved.ok) {
      const wrong = proved.error.code === 'wrong_credentials';
      return [
        {
          field: 'password',
          message: wrong
            ? t({ id: 'unlock.wrong', message: 'That password is not right.' })
            : problemText(proved.error),
        },
      ];
    }
    const begun = await newRecoveryKey(proved.value.exportKey);
    if (!begun.ok) return [{ message: problemText(begun.error) }];
    setMade(begun.value);
    return [];
  };
  if (made !== undefined) {
    const keep = async () => {
      const committed = await made.commit();
      if (!committed.ok) return [{ message: problemText(committed.error) }];
      go('account');
      return [];
    };
    return (
      <Page title={t({ id: 'recovery.title', message: 'Write down your recovery key' })}>
        <KeepRecoveryKey recoveryKey={made.recoveryKey} onKept={keep} />
      </Page>
    );
  }
  return (
    <Page title={t({ id: 'new-recovery-key.title', message: 'Make a new recovery key' })}>
      <p>
        <Trans id="new-recovery-key.intro">
          Do this if you lost your recovery key or somebody saw it. The old one stops working when
          you have written down the new one.
        </Trans>
      </p>
      <Form
        onSubmit={submit}
        waiting={t({ id: 'new-recovery-key.waiting', message: 'Making a new key…' })}
      >
        {({ busy, errorOf }) => (
          <>
            <Field
              label={t({ id: 'unlock.password', message: 'Password' })}
              name="password"
              type="password"
              autoComplete="current-password"
              error={errorOf('password')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="new-recovery-key.go">Make a new key</Trans>
              </Button>
              <Link to="/account">
                <Trans id="change-password.stop">Not now</Trans>
              </Link>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}
