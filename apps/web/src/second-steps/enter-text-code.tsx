import type { ReactNode } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { CallProblem } from '../app/call.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import type { FieldErrors } from '../ui/error-summary.tsx';
import { CodeField } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';

type Props = {
  readonly onCode: (code: string) => Promise<CallProblem | FieldErrors | void>;
  /** What may be done instead. */
  readonly children: ReactNode;
};

/** The six digits of a text message. */
export function EnterTextCode({ onCode, children }: Props) {
  const { t } = useLingui();
  const submit = async (fields: FormData): Promise<FieldErrors | void> => {
    const code = textOf(fields, 'text-code').replaceAll(/\s/g, '');
    const field = 'text-code';
    if (!/^\d{6}$/.test(code))
      return [{ field, message: t({ id: 'text.six', message: 'Enter the 6 digits.' }) }];
    const problem = await onCode(code);
    return problem !== undefined && 'code' in problem
      ? [{ field, message: problemText(problem) }]
      : problem;
  };
  return (
    <Form onSubmit={submit} waiting={t({ id: 'text.waiting', message: 'Checking the code…' })}>
      {({ busy, errorOf }) => (
        <>
          <CodeField
            label={t({ id: 'text.code', message: '6-digit code from the text message' })}
            name="text-code"
            error={errorOf('text-code')}
          />
          <div className="signet-actions">
            <Button busy={busy}>
              <Trans id="text.go">Continue</Trans>
            </Button>
            {children}
          </div>
        </>
      )}
    </Form>
  );
}
