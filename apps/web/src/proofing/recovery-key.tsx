import { useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { parseRecoveryKey, recoveryKeyGroups } from '@signet/vault';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { readRecord, removeRecord } from '../vault/vault-session.ts';
import { usePhase } from './phase.ts';

const groupAsked = 2;

/** The recovery key, once. It leaves the vault when the person shows that it is written down. */
export function Component() {
  const { t } = useLingui();
  const { go } = useJourney();
  const phase = usePhase('recovery-key');
  const [groups, setGroups] = useState<readonly string[]>();
  useEffect(() => {
    const find = async () => {
      const bytes = await readRecord('recovery-key-to-show');
      const key =
        bytes === undefined ? undefined : parseRecoveryKey(new TextDecoder().decode(bytes));
      if (key?.ok === true) setGroups(recoveryKeyGroups(key.value));
      else go('continue', { replace: true });
    };
    void find();
  }, [go]);
  if (groups === undefined) return null;

  const submit = async (fields: FormData) => {
    const typed = textOf(fields, 'group')
      .replaceAll(/[\s-]/g, '')
      .toUpperCase()
      .replaceAll('O', '0')
      .replaceAll(/[IL]/g, '1');
    if (typed !== groups[groupAsked - 1]) {
      return [
        {
          field: 'group',
          message: t({
            id: 'recovery.wrong',
            message: 'That is not the second group of your key. Look at what you wrote down.',
          }),
        },
      ];
    }
    const removed = await removeRecord('recovery-key-to-show');
    if (!removed.ok) return [{ message: problemText(removed.error) }];
    go('continue');
    return [];
  };
  const text = groups.join('-');
  return (
    <Page
      title={t({ id: 'recovery.title', message: 'Write down your recovery key' })}
      phase={phase}
    >
      <p>
        <Trans id="recovery.why">
          If you forget your password, this key is the only way to open your vault. We do not have
          it, and we show it only now.
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
      <div className="signet-actions">
        <CopyButton text={text} />
        <Button type="button" variant="outline" onClick={() => print()}>
          <Trans id="recovery.print">Print</Trans>
        </Button>
      </div>
      <p>
        <Trans id="recovery.both">
          Without both the password and this key, nobody can open your vault. You would have to
          prove who you are again.
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
              spellCheck={false}
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
    </Page>
  );
}
