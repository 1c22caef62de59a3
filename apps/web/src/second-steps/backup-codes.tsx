import { useState, type ReactNode } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { call } from '../app/call.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { CopyOrPrint } from '../ui/copy-or-print.tsx';
import { Form } from '../ui/form.tsx';
import { usePartOfPage } from '../ui/use-part-of-page.ts';
import { useAskedAgain } from './ask-again.tsx';

type Props = { readonly onDone: () => void; readonly children: ReactNode };

/** `K3PQ-7YB2-0XNF`: three groups, as they are printed and read out. */
function grouped(code: string): string {
  return code.match(/.{4}/g)?.join('-') ?? code;
}

/** Ten codes on paper for the day when phone and passkey are gone. Shown once. */
export function BackupCodes({ onDone, children }: Props) {
  const { t } = useLingui();
  const [codes, setCodes] = useState<readonly string[]>();
  const { check, asking } = useAskedAgain(children);
  usePartOfPage(codes !== undefined);
  const make = async () => {
    const made = await call('makeBackupCodes', {});
    if (made.ok) setCodes(made.value.codes.map(grouped));
    return check(made);
  };
  const keep = async (fields: FormData) => {
    if (fields.get('saved') !== null) return onDone();
    return [
      {
        field: 'saved',
        message: t({
          id: 'backup-codes.not-saved',
          message: 'Write the codes down first. We cannot show them again.',
        }),
      },
    ];
  };
  if (asking !== undefined) return asking;
  if (codes === undefined) {
    return (
      <>
        <p>
          <Trans id="backup-codes.intro">
            You get ten codes to print or write down. Each one works once, in place of your passkey
            or app. Codes that you made before stop working.
          </Trans>
        </p>
        <Form
          onSubmit={make}
          waiting={t({ id: 'backup-codes.making', message: 'Making your codes…' })}
        >
          {({ busy }) => (
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="backup-codes.make">Make ten codes</Trans>
              </Button>
              {children}
            </div>
          )}
        </Form>
      </>
    );
  }
  return (
    <>
      <p role="status">
        <Trans id="backup-codes.shown">
          These are your codes. Keep them where you keep important papers, not with your password.
          We show them only now.
        </Trans>
      </p>
      <ol
        className="signet-key signet-key--list"
        aria-label={t({ id: 'backup-codes.label', message: 'Your backup codes' })}
        data-testid="backup-codes"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <CopyOrPrint text={codes.join('\n')} />
      <Form onSubmit={keep} waiting={t({ id: 'recovery.waiting', message: 'One moment…' })}>
        {({ busy }) => (
          <>
            <Checkbox name="saved">
              <Trans id="backup-codes.saved">I have saved these codes</Trans>
            </Checkbox>
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="backup-codes.go">Continue</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
    </>
  );
}
