import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { parseRecoveryKey } from '@signet/vault';
import { call } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { RecoveryKeyField, useRecoveryKeyMistakes } from '../vault/recovery-key-field.tsx';
import { opensWithRecoveryKey } from '../vault/vault-session.ts';

/** Is what was written down still right? The browser tries it; that it fits is all that is told (AUTH-24). */
export function Component() {
  const { t } = useLingui();
  const mistakes = useRecoveryKeyMistakes();
  const [fits, setFits] = useState(false);
  const field = 'recovery-key';
  const submit = async (fields: FormData) => {
    const key = parseRecoveryKey(textOf(fields, field));
    if (!key.ok) return [{ field, message: mistakes[key.error.type] }];
    const opens = await opensWithRecoveryKey(key.value);
    if (!opens.ok) return [{ message: problemText(opens.error) }];
    if (!opens.value) {
      const message = t({
        id: 'check-key.wrong',
        message:
          'This key does not open your vault. If you made a newer one, look for that; otherwise make a new one now.',
      });
      return [{ field, message }];
    }
    const noted = await call('noteRecoveryKeyChecked', {});
    if (!noted.ok) return [{ message: problemText(noted.error) }];
    setFits(true);
    return [];
  };
  return (
    <Page title={t({ id: 'check-key.title', message: 'Check your recovery key' })}>
      {fits ? (
        <Alert
          kind="success"
          answer
          heading={t({ id: 'check-key.fits', message: 'Your recovery key is right' })}
        >
          <p>
            <Trans id="check-key.fits.text">
              It opens your vault. Put it back where you keep it. It did not leave this page.
            </Trans>
          </p>
        </Alert>
      ) : (
        <>
          <p>
            <Trans id="check-key.intro">
              Type the key as you wrote it down. Your browser tries it on your vault. We learn that
              you checked it, and nothing of the key.
            </Trans>
          </p>
          <Form
            onSubmit={submit}
            waiting={t({ id: 'recover.waiting', message: 'Checking your key…' })}
          >
            {({ busy, errorOf }) => (
              <>
                <RecoveryKeyField error={errorOf(field)} />
                <div className="signet-actions">
                  <Button busy={busy}>
                    <Trans id="check-key.go">Check it</Trans>
                  </Button>
                  <Link to="/account/recovery-key">
                    <Trans id="account.recovery-key.new">Make a new recovery key</Trans>
                  </Link>
                </div>
              </>
            )}
          </Form>
        </>
      )}
      <p>
        <Link to="/account/recovery">
          <Trans id="recovery-methods.back">Back to the ways back in</Trans>
        </Link>
      </p>
    </Page>
  );
}
