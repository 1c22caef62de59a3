import { Trans, useLingui } from '@lingui/react/macro';
import { recoveryKeyGroups, type RecoveryKey } from '@signet/vault';
import { Button } from '../ui/button.tsx';
import { CopyOrPrint } from '../ui/copy-or-print.tsx';
import type { FieldErrors } from '../ui/error-summary.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';

const groupAsked = 2;

type Props = {
  readonly recoveryKey: RecoveryKey;
  /** The person has shown that the key is written down. */
  readonly onKept: () => Promise<FieldErrors>;
};

/** Shows a recovery key and goes on when the person can repeat a part of it. */
export function KeepRecoveryKey({ recoveryKey, onKept }: Props) {
  const { t } = useLingui();
  const groups = recoveryKeyGroups(recoveryKey);
  const submit = async (fields: FormData): Promise<FieldErrors> => {
    const typed = textOf(fields, 'group')
      .replaceAll(/[\s-]/g, '')
      .toUpperCase()
      .replaceAll('O', '0')
      .replaceAll(/[IL]/g, '1');
    if (typed === groups[groupAsked - 1]) return onKept();
    return [
      {
        field: 'group',
        message: t({
          id: 'recovery.wrong',
          message: 'That is not the second group of your key. Look at what you wrote down.',
        }),
      },
    ];
  };
  const text = groups.join('-');
  return (
    <>
      <p>
        <Trans id="recovery.why">
          If you forget your password, this key opens your vault. We do not have it, and we show it
          only now.
        </Trans>
      </p>
      <ol
        className="signet-key"
        aria-label={t({ id: 'recovery.label', message: 'Your recovery key, five groups' })}
        data-testid="recovery-key"
      >
        {groups.map((group, at) => (
          // A group may repeat; its place is its name.
          <li key={`${at}-${group}`}>{group}</li>
        ))}
      </ol>
      <CopyOrPrint text={text} />
      <p>
        <Trans id="recovery.both">
          If you lose both the password and this key, only a passkey that opens your vault is left.
          Without one you would have to prove who you are again.
        </Trans>
      </p>
      <Form onSubmit={submit} waiting={t({ id: 'recovery.waiting', message: 'One moment…' })}>
        {({ busy, errorOf }) => (
          <>
            <Field
              label={t({ id: 'recovery.check', message: 'Type the second group of your key' })}
              hint={t({
                id: 'recovery.hint',
                message: 'Four characters, to be sure that you have it',
              })}
              name="group"
              autoComplete="off"
              short
              error={errorOf('group')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="recovery.go">I saved it</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
    </>
  );
}
