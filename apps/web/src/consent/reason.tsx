import { Trans, useLingui } from '@lingui/react/macro';
import { Alert } from '../ui/alert.tsx';
import type { Question } from './question.ts';

/** Why a person who agreed before is asked anew (AGENCY-40). */
export function Reason({ agency, standing, before, keyChange }: Question) {
  const { t } = useLingui();
  const name = agency.name.en;
  const on = before === undefined ? '' : dayOf(before.agreedAt);
  const stopped = before?.stoppedAt == null ? '' : dayOf(before.stoppedAt);
  switch (standing) {
    case 'new':
    case 'same':
      return null;
    case 'key-changed':
      return (
        <Alert
          kind="warning"
          heading={t({ id: 'consent.key-changed', message: `${name} has a new key` })}
        >
          <p>
            <Trans id="consent.key-changed.text">
              It is registered with Signet, and it is not the one of your last visit. Agencies
              change keys from time to time. If you are not sure, ask {name} for its fingerprint
              before you share.
            </Trans>
          </p>
          <Fingerprints
            term={t({ id: 'consent.key.now', message: 'Now' })}
            keys={keyChange?.now ?? []}
          />
          <Fingerprints
            term={t({ id: 'consent.key.before', message: 'At your last visit' })}
            keys={keyChange?.before ?? []}
          />
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
    case 'more':
      return (
        <Alert kind="info">
          <p>
            <Trans id="consent.more">
              You agreed on {on}. {name} now asks for more; what is new is marked.
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

/** RFC 7638 thumbprints, or the address where the agency publishes its keys. */
export function Fingerprints({
  term,
  keys,
}: {
  readonly term: string;
  readonly keys: readonly string[];
}) {
  return (
    <p>
      {term}:{' '}
      {keys.map((key) => (
        <code key={key} className="signet-fingerprint">
          {key.match(/.{1,6}/g)?.join(' ') ?? key}
        </code>
      ))}
    </p>
  );
}

export function dayOf(instant: string): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long' }).format(new Date(instant));
}
