import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import { asNewEmailAddress } from '@signet/contracts/email-address';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { call } from '../app/call.ts';
import { Loaded } from '../app/loaded.tsx';
import { problemText } from '../app/problem-text.ts';
import { useReading } from '../app/use-reading.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Form, textOf } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { useWrongAddress } from '../app/use-wrong-address.ts';
import { useProvedLately } from './use-proved-lately.ts';

type Email = ReplyOf<typeof operationTable.readEmails>['emails'][number];

/** What the person just did, and with which address. */
type Done = { readonly what: 'sent' | 'made primary' | 'removed'; readonly email: string };

/** The addresses that a person signs in with and is told at, and which of them agencies get. */
export function Component() {
  const { t } = useLingui();
  const [emails, setEmails] = useState<readonly Email[]>([]);
  const [done, setDone] = useState<Done>();
  const [sent, setSent] = useState(0);
  const provedLately = useProvedLately('account/emails');
  const reading = useReading(async (isLatest) => {
    const read = await call('readEmails', {});
    // What stood there before a change would say that nothing was changed.
    if (isLatest()) setEmails(read.ok ? read.value.emails : []);
    return read.ok ? undefined : read.error;
  });

  const wrongAddress = useWrongAddress(asNewEmailAddress);
  const add = async (fields: FormData) => {
    const email = textOf(fields, 'email').trim();
    const wrong = wrongAddress(email);
    if (wrong !== undefined) return wrong;
    const added = await provedLately(await call('addEmail', { email }));
    if (!added.ok) return [{ message: problemText(added.error) }];
    setDone({ what: 'sent', email: asNewEmailAddress(email) ?? email });
    setSent((before) => before + 1);
    await reading.again();
    return [];
  };
  const change =
    (what: 'made primary' | 'removed', { id, email }: Email) =>
    async () => {
      const operation = what === 'removed' ? 'removeEmail' : 'makeEmailPrimary';
      const changed = await provedLately(await call(operation, { id }));
      if (!changed.ok) return [{ message: problemText(changed.error) }];
      setDone({ what, email });
      await reading.again();
      return [];
    };
  return (
    <Page title={t({ id: 'emails.title', message: 'Your e-mail addresses' })}>
      <p>
        <Trans id="emails.intro">
          You sign in with the main one, and agencies that you share your address with get it. We
          write to all of them when something happens to your account.
        </Trans>
      </p>
      {done !== undefined && (
        <Alert kind="info" answer={done}>
          <p>
            <WhatWasDone {...done} />
          </p>
        </Alert>
      )}
      <Loaded {...reading}>
        {emails.map((one) => (
          <section key={one.id} className="signet-card" aria-label={one.email}>
            <h2>{one.email}</h2>
            <p>
              {one.primary && <Trans id="emails.primary">Main address</Trans>}
              {!one.confirmed && (
                <Trans id="emails.unconfirmed">
                  Not confirmed yet: open the link in our e-mail.
                </Trans>
              )}
            </p>
            {!one.primary && (
              <div className="signet-actions">
                {one.confirmed && (
                  <Form
                    onSubmit={change('made primary', one)}
                    waiting={t({ id: 'emails.changing', message: 'Changing your addresses…' })}
                  >
                    {({ busy }) => (
                      <Button variant="outline" busy={busy}>
                        <Trans id="emails.make-primary">Make it the main one</Trans>
                        <Which email={one.email} />
                      </Button>
                    )}
                  </Form>
                )}
                <Form
                  onSubmit={change('removed', one)}
                  waiting={t({ id: 'emails.changing', message: 'Changing your addresses…' })}
                >
                  {({ busy }) => (
                    <Button variant="outline" busy={busy}>
                      <Trans id="emails.remove">Remove</Trans>
                      <Which email={one.email} />
                    </Button>
                  )}
                </Form>
              </div>
            )}
          </section>
        ))}
        {emails.some(({ primary }) => !primary) && <WhatRemovalMeans />}
      </Loaded>
      <h2>
        <Trans id="emails.add.title">Add an address</Trans>
      </h2>
      <Form
        onSubmit={add}
        waiting={t({ id: 'emails.changing', message: 'Changing your addresses…' })}
      >
        {({ busy, errorOf }) => (
          <>
            <Field
              // An address that was sent a link leaves the field.
              key={sent}
              label={t({ id: 'emails.new', message: 'New e-mail address' })}
              name="email"
              type="email"
              autoComplete="email"
              inputMode="email"
              error={errorOf('email')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="emails.add">Send a link to it</Trans>
              </Button>
              <Link to="/account">
                <Trans id="change-password.back">Back to your account</Trans>
              </Link>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}

/** Beside the buttons that it is about: before the addresses it was a page of rules. */
function WhatRemovalMeans() {
  return (
    <details>
      <summary>
        <Trans id="emails.remove.what">What happens when you remove an address</Trans>
      </summary>
      <ul>
        <li>
          <Trans id="emails.remove.gone">
            It counts for nothing at once. Nobody can sign in with it any more.
          </Trans>
        </li>
        <li>
          <Trans id="emails.remove.kept">
            We keep it sealed for a week. So it can come back if it was not you who removed it.
          </Trans>
        </li>
        <li>
          <Trans id="emails.remove.backups">
            Sealed backups of our database hold it for up to 30 days more.
          </Trans>
        </li>
      </ul>
      <p>
        <Trans id="emails.remove.where">
          Remove it in a browser that you have used for more than a week, and it stays removed.
        </Trans>
      </p>
      <p>
        <Trans id="emails.remove.not-me">
          A newer browser could be somebody else’s. So for a week after the first sign-in there,
          whoever reads the removed address can still say that it was not you. That works if every
          address that is left was added after that sign-in. Then:
        </Trans>
      </p>
      <ul>
        <li>
          <Trans id="emails.remove.back">The removed address comes back.</Trans>
        </li>
        <li>
          <Trans id="emails.remove.newer">The addresses that were added since then go.</Trans>
        </li>
      </ul>
    </details>
  );
}

/** For whoever does not see where a button stands. */
function Which({ email }: { readonly email: string }) {
  return <span className="usa-sr-only"> {email}</span>;
}

function WhatWasDone({ what, email }: Done) {
  switch (what) {
    case 'sent':
      return (
        <Trans id="emails.sent">
          We sent a link to {email}. The address counts when you have opened it.
        </Trans>
      );
    case 'made primary':
      return <Trans id="emails.made-primary">{email} is your main address now.</Trans>;
    case 'removed':
      return (
        <Trans id="emails.removed">{email} is removed. Nobody can sign in with it any more.</Trans>
      );
  }
}
