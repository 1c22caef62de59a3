import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { parseRecoveryKey } from '@signet/vault';
import { entrance } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { usePasskeyStopped } from '../vault/use-passkey-stopped.ts';
import { signInWithPasskey } from '../vault/open-with-passkey.ts';
import { proveRecoveryKey } from '../vault/prove-recovery-key.ts';
import { RecoveryKeyField, useRecoveryKeyMistakes } from '../vault/recovery-key-field.tsx';
import { holdSecret } from '../vault/this-tab.ts';
import { openWithSecret } from '../vault/vault-session.ts';
import { useWrongAddress } from '../app/use-wrong-address.ts';

/** A forgotten password: the recovery key stands in for it. A typing mistake is found here, before anything is asked. */
export function Component() {
  const { t } = useLingui();
  const { path, go } = useJourney();
  const stopped = usePasskeyStopped();
  const mistakes = useRecoveryKeyMistakes();
  const wrongAddress = useWrongAddress();
  const submit = async (fields: FormData) => {
    const email = textOf(fields, 'email').trim();
    const wrong = wrongAddress(email);
    if (wrong !== undefined) return wrong;
    const key = parseRecoveryKey(textOf(fields, 'recovery-key'));
    if (!key.ok) return [{ field: 'recovery-key', message: mistakes[key.error.type] }];
    const proved = await proveRecoveryKey(email, key.value);
    if (!proved.ok) {
      const wrong = proved.error.code === 'wrong_credentials';
      return [
        {
          message: wrong
            ? t({
                id: 'recover.wrong',
                message: 'The e-mail address and the recovery key do not belong together.',
              })
            : problemText(proved.error),
        },
      ];
    }
    const { accountId } = proved.value;
    holdSecret(accountId, { kind: 'recovery-key', key: key.value }, 'new-password');
    if (proved.value.secondFactors.length > 0) {
      go('sign-in/second-step');
      return [];
    }
    await openWithSecret();
    go(entrance('enrolling'));
    return [];
  };
  const byPasskey = async () => {
    const opened = await signInWithPasskey('new-password');
    if (opened.ok && opened.value) {
      go('recover/password');
      return [];
    }
    if (opened.ok)
      return [
        {
          message: t({
            id: 'recover.passkey.closed',
            message: 'This passkey cannot open your vault. Use your recovery key.',
          }),
        },
      ];
    const { error } = opened;
    return [{ message: error.type === 'stopped' ? stopped : problemText(error) }];
  };
  return (
    <Page title={t({ id: 'recover.title', message: 'Forgot your password?' })}>
      <p>
        <Trans id="recover.intro">
          Your recovery key opens your vault. Then you choose a new password and get a new recovery
          key. Nothing you proved is lost. You need your second step as always.
        </Trans>
      </p>
      <Form onSubmit={submit} waiting={t({ id: 'recover.waiting', message: 'Checking your key…' })}>
        {({ busy, errorOf }) => (
          <>
            <Field
              label={t({ id: 'sign-in.email', message: 'E-mail address' })}
              name="email"
              type="email"
              autoComplete="username"
              inputMode="email"
              error={errorOf('email')}
            />
            <RecoveryKeyField error={errorOf('recovery-key')} />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="recover.go">Go on</Trans>
              </Button>
              <Link to={path('sign-in')}>
                <Trans id="recover.back">I remember it after all</Trans>
              </Link>
            </div>
          </>
        )}
      </Form>
      <h2>
        <Trans id="recover.passkey.title">Or with a passkey</Trans>
      </h2>
      <p>
        <Trans id="recover.passkey.intro">
          If you have a passkey that opens your vault, it can stand in for the recovery key.
        </Trans>
      </p>
      <Form
        onSubmit={byPasskey}
        waiting={t({ id: 'second-step.passkey.waiting', message: 'Waiting for your device…' })}
      >
        {({ busy }) => (
          <Button variant="outline" busy={busy}>
            <Trans id="recover.passkey.go">Use my passkey</Trans>
          </Button>
        )}
      </Form>
      <h2>
        <Trans id="recover.neither.title">Or without either</Trans>
      </h2>
      <p>
        <Trans id="recover.neither.text">
          Then nobody can open your vault, and we cannot either. You can reset your account: you
          wait 24 hours, what is in the vault is destroyed, and you prove who you are again.
        </Trans>
      </p>
      <p>
        <Link to={path('reset')}>
          <Trans id="recover.neither">I have neither: reset my account</Trans>
        </Link>
      </p>
    </Page>
  );
}
