import { Trans, useLingui } from '@lingui/react/macro';
import { Alert } from '../ui/alert.tsx';
import { agreedAtOf } from './merge-agreement.ts';
import type { Question } from './question.ts';
import { newlyAsked } from './standing.ts';
import { inOurLanguage } from '../app/in-our-language.ts';
import { localeHere } from '../app/speak.ts';

/**
 * Why a person who agreed before is asked anew (AGENCY-40). A changed key and further claims are said besides whatever else is
 * so: neither may hide behind another reason.
 */
export function Reason(question: Question) {
  return (
    <>
      <ChangedKey {...question} />
      <Circumstance {...question} />
      <More {...question} />
    </>
  );
}

function ChangedKey({ agency, keyChange }: Question) {
  const { t } = useLingui();
  if (keyChange === undefined) return null;
  const name = inOurLanguage(agency.name);
  const hasNew = keyChange.now.some((key) => !keyChange.before.includes(key));
  return (
    <Alert
      kind="warning"
      heading={
        hasNew
          ? t({ id: 'consent.key-changed', message: `${name} has a new key` })
          : t({ id: 'consent.key-gone', message: `${name} no longer has a key that it had` })
      }
    >
      <p>
        {hasNew ? (
          <Trans id="consent.key-changed.text">
            It is registered with Signet, and it is not the one of your last visit. Agencies change
            keys from time to time. If you are not sure, ask {name} for its fingerprint before you
            share.
          </Trans>
        ) : (
          <Trans id="consent.key-gone.text">
            Agencies give up keys from time to time, and Signet’s list says so. If you are not sure,
            ask {name} before you share.
          </Trans>
        )}
      </p>
      {keyChange.now.length > 0 ? (
        <Fingerprints term={t({ id: 'consent.key.now', message: 'Now' })} keys={keyChange.now} />
      ) : (
        <p>
          <Trans id="consent.key.none">Now: no key. It is known by its addresses alone.</Trans>
        </p>
      )}
      {keyChange.before.length > 0 ? (
        <Fingerprints
          term={t({ id: 'consent.key.before', message: 'At your last visit' })}
          keys={keyChange.before}
        />
      ) : (
        <p>
          <Trans id="consent.key.none-before">
            At your last visit: no key. It was known by its addresses alone.
          </Trans>
        </p>
      )}
    </Alert>
  );
}

function More({ agency, before, details }: Question) {
  if (before === undefined || newlyAsked(before, details.requestedClaims).length === 0) return null;
  const name = inOurLanguage(agency.name);
  const on = daysOf(agreedAtOf(before, details.requestedClaims));
  return (
    <Alert kind="info">
      <p>
        <Trans id="consent.more">
          You agreed on {on}. {name} now asks for more; what is new is marked.
        </Trans>
      </p>
    </Alert>
  );
}

function Circumstance({ agency, standing, before, details, keyChange }: Question) {
  const name = inOurLanguage(agency.name);
  const [oldest = ''] = before === undefined ? [] : agreedAtOf(before, details.requestedClaims);
  const on = oldest === '' ? '' : dayOf(oldest);
  const stopped = before?.stoppedAt == null ? '' : dayOf(before.stoppedAt);
  switch (standing) {
    case 'new':
    case 'same':
    case 'more':
      return null;
    case 'key-changed':
      // What it was and is stands above; unless the person saw that already, with less of what is asked.
      return keyChange !== undefined ? null : (
        <Alert kind="info">
          <p>
            <Trans id="consent.key-changed-since">
              You agreed on {on}. {name} has another key since then. Please look again.
            </Trans>
          </p>
        </Alert>
      );
    case 'stopped':
      return (
        <Alert kind="info">
          <p>
            <Trans id="consent.stopped">
              You stopped sharing with {name} on {stopped}.
            </Trans>
          </p>
        </Alert>
      );
    case 'terms-changed':
      return (
        <Alert kind="info">
          <p>
            <Trans id="consent.terms-changed">
              {name} has changed what it uses something for, how long it keeps it, or how it gets
              it. Please look again.
            </Trans>
          </p>
        </Alert>
      );
    case 'more-addresses':
      return (
        <Alert kind="info">
          <p>
            <Trans id="consent.more-addresses">
              You agreed on {on}. Since then you have confirmed another e-mail address, and {name}{' '}
              asks for all of them.
            </Trans>
          </p>
        </Alert>
      );
    case 'proved-anew':
      return (
        <Alert kind="info">
          <p>
            <Trans id="consent.proved-anew">
              You proved who you are again after you agreed on {on}. Please look at what is shared
              now.
            </Trans>
          </p>
        </Alert>
      );
    case 'a-year':
      return (
        <Alert kind="info">
          <p>
            <Trans id="consent.a-year">
              You agreed on {on}. That is more than a year ago, so we ask again.
            </Trans>
          </p>
        </Alert>
      );
  }
}

/** RFC 7638 thumbprints, or the digest of a secret; each is an item, as the lines of one are no different from those of the next. */
export function Fingerprints({
  term,
  keys,
}: {
  readonly term: string;
  readonly keys: readonly string[];
}) {
  return (
    <>
      <p>{term}:</p>
      <ul>
        {keys.map((key) => (
          <li key={key}>
            <code>{key.match(/.{1,6}/g)?.join(' ') ?? key}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Each day once. */
export function daysOf(instants: readonly string[]): string {
  return new Intl.ListFormat(localeHere()).format(new Set(instants.map(dayOf)));
}

export function dayOf(instant: string): string {
  return new Intl.DateTimeFormat(localeHere(), { dateStyle: 'long' }).format(new Date(instant));
}
