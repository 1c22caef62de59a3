import type { ReactNode } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { passkeySlotIds } from './vault-session.ts';
import type { VaultSecret } from '@signet/vault';
import { problemText } from '../app/problem-text.ts';
import { signOut } from '../app/sign-out.ts';
import { Button } from '../ui/button.tsx';
import type { FieldErrors } from '../ui/error-summary.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { useReadyWorker } from './opaque-ceremony.ts';
import { provePasskey } from './open-with-passkey.ts';
import { usePasskeyStopped } from './use-passkey-stopped.ts';
import { provePassword, type Proof } from './prove-password.ts';

/** Reads the password of a form and proves it; answers with what opens the vault, or with what to say. */
export function useProvePassword() {
  const { t } = useLingui();
  useReadyWorker();
  return async (fields: FormData): Promise<Proof | { readonly errors: FieldErrors }> => {
    const password = textOf(fields, 'password');
    const field = 'password';
    if (password === '')
      return {
        errors: [{ field, message: t({ id: 'unlock.missing', message: 'Enter your password.' }) }],
      };
    const proved = await provePassword('unlock', password);
    if (proved.ok) return proved.value;
    const wrong = proved.error.code === 'wrong_credentials';
    const message = wrong
      ? t({ id: 'unlock.wrong', message: 'That password is not right.' })
      : problemText(proved.error);
    return { errors: [{ field, message }] };
  };
}

/** The way out of a page that comes before every other. */
export function SignOutInstead() {
  return (
    <Button type="button" variant="plain" onClick={() => void signOut()}>
      <Trans id="unlock.leave">Sign out instead</Trans>
    </Button>
  );
}

type Props = {
  /** What the button does. */
  readonly action: string;
  readonly waiting: string;
  /** Whether a passkey that opens the vault may stand in for the password. */
  readonly passkeyToo?: boolean;
  /** Absent where every other page would lead back here. */
  readonly back?: string;
  /** What stands in the place of the way back. */
  readonly stop?: ReactNode;
  readonly onProved: (secret: VaultSecret) => Promise<FieldErrors | void>;
  readonly children?: ReactNode;
};

/** Asks for the password, or for a passkey in its place, before something changes that a stranger must not change. */
export function AskSecret({
  action,
  waiting,
  passkeyToo = false,
  back,
  stop,
  onProved,
  children,
}: Props) {
  const { t } = useLingui();
  const provePasswordOf = useProvePassword();
  const stopped = usePasskeyStopped();
  const byPassword = async (fields: FormData) => {
    const proved = await provePasswordOf(fields);
    if ('errors' in proved) return proved.errors;
    return onProved({ kind: 'password', exportKey: proved.exportKey });
  };
  const byPasskey = async () => {
    const proved = await provePasskey();
    if (proved.ok) return onProved(proved.value.secret);
    const { error } = proved;
    return [{ message: error.type === 'stopped' ? stopped : problemText(error) }];
  };
  const wayBack =
    back === undefined ? (
      <SignOutInstead />
    ) : (
      <Link to={back}>
        <Trans id="change-password.stop">Not now</Trans>
      </Link>
    );
  return (
    <>
      {children}
      <Form onSubmit={byPassword} waiting={waiting}>
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
              <Button busy={busy}>{action}</Button>
              {stop ?? wayBack}
            </div>
          </>
        )}
      </Form>
      {passkeyToo && passkeySlotIds().length > 0 && (
        <Form onSubmit={byPasskey} waiting={waiting}>
          {({ busy }) => (
            <Button variant="outline" busy={busy}>
              <Trans id="ask.passkey">Use a passkey instead</Trans>
            </Button>
          )}
        </Form>
      )}
    </>
  );
}
