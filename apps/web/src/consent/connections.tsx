import { Trans, useLingui } from '@lingui/react/macro';
import type { ClaimName } from '@signet/contracts/claims';
import { dayAndTime } from '../app/day-and-time.ts';
import { inOurLanguage } from '../app/in-our-language.ts';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { useClaimTexts } from './claim-rows.tsx';
import type { Connected, ConnectedAgencies } from './connected.ts';
import { dayOf, daysOf } from './reason.tsx';

type Stopping = Promise<{ message: string }[]>;

/** Every agency with what was agreed and shared, and how to stop; and what is not on record any more. */
export function Connections({
  rows,
  forgotten,
  onStop,
}: ConnectedAgencies & { readonly onStop: (one: Connected) => Stopping }) {
  return (
    <>
      {rows.length === 0 && (
        <p>
          <Trans id="agencies.none">You have not shared anything with an agency yet.</Trans>
        </p>
      )}
      {rows.map((one) => (
        <Connection key={one.clientId} {...one} onStop={() => onStop(one)} />
      ))}
      {forgotten > 0 && (
        <p>
          <Trans id="agencies.forgotten">
            Your vault remembers 60 agencies at most. Of those you agreed with longest ago it kept
            no note, nor of what was shared with them. If you still share with one of them, it
            stands here as an agency that your vault does not know of.
          </Trans>
        </p>
      )}
    </>
  );
}

type Props = Connected & { readonly onStop: () => Stopping };

function Connection({
  name: worded,
  agreed,
  agreedAt,
  stoppedAt,
  stoodAt,
  shared,
  isCutShort,
  isKnownHere,
  onStop,
}: Props) {
  const { t } = useLingui();
  const { nameOf } = useClaimTexts();
  const name = inOurLanguage(worded);
  const on = daysOf(agreedAt);
  const until = stoppedAt === null ? '' : dayOf(stoppedAt);
  const again = stoodAt === null ? '' : dayOf(stoodAt);
  const nothing = t({ id: 'agencies.nothing', message: 'nothing but that it was you' });
  const namesOf = (these: readonly ClaimName[]) =>
    these.length === 0 ? nothing : these.map(nameOf).join(', ');
  const oldest = dayOf(shared.at(-1)?.at ?? agreedAt[0] ?? '');
  return (
    <section className="signet-card" aria-label={name}>
      <h2>{name}</h2>
      <p>
        {stoppedAt === null ? (
          <Trans id="agencies.since">You agreed on {on}.</Trans>
        ) : (
          <Trans id="agencies.until">
            You agreed on {on} and stopped on {until}.
          </Trans>
        )}
      </p>
      <WhatWent {...{ agreed, shared, isCutShort, isKnownHere, oldest, namesOf }} />
      {stoodAt !== null && (
        <p>
          <Trans id="agencies.stood">
            On {again} it was told the same again without asking you, because you were signed in.
          </Trans>
        </p>
      )}
      {!isKnownHere && (
        <Alert
          kind="warning"
          heading={t({ id: 'agencies.unknown', message: 'Your vault does not know of this' })}
        >
          <p>
            <Trans id="agencies.unknown.text">
              Signet’s server has a receipt of it and your vault has no note. That happens when an
              answer was lost on its way, or a note could not be kept. If you do not remember
              agreeing, stop sharing.
            </Trans>
          </p>
        </Alert>
      )}
      {shared.length > 0 && (
        <details>
          <summary>
            <Trans id="agencies.history">When it was shared</Trans>
          </summary>
          <ul>
            {shared.map(({ at, claims: these }) => (
              <li key={at}>
                {dayAndTime(at)}: {namesOf(these)}
              </li>
            ))}
          </ul>
          {isCutShort && (
            <p>
              <Trans id="agencies.history-cut-short">
                This goes back to {oldest}. Of what was shared before, no list is kept.
              </Trans>
            </p>
          )}
        </details>
      )}
      {stoppedAt === null && (
        <Form onSubmit={onStop} waiting={t({ id: 'agencies.stopping', message: 'Stopping…' })}>
          {({ busy }) => (
            <>
              <p>
                <Trans id="agencies.stop.means">
                  Stopping ends {name}’s access here and now. It does not take back what {name} has
                  received.
                </Trans>
              </p>
              <Button variant="outline" busy={busy}>
                <Trans id="agencies.stop">Stop sharing with {name}</Trans>
              </Button>
            </>
          )}
        </Form>
      )}
    </section>
  );
}

/** What went, by the list of each time; and what was agreed to beyond that, as where a condition held something back (AGENCY-30). */
function WhatWent({
  agreed,
  shared,
  isCutShort,
  isKnownHere,
  oldest,
  namesOf,
}: Pick<Connected, 'agreed' | 'shared' | 'isCutShort' | 'isKnownHere'> & {
  readonly oldest: string;
  readonly namesOf: (these: readonly ClaimName[]) => string;
}) {
  const went = [...new Set(shared.toReversed().flatMap((one) => one.claims))];
  const what = namesOf(went);
  const more = agreed.filter((claim) => !went.includes(claim));
  const rest = namesOf(more);
  const isRest = more.length > 0 || shared.length === 0;
  return (
    <>
      {shared.length > 0 && (
        <p>
          {isCutShort ? (
            <Trans id="agencies.shared-since">
              Shared since {oldest}: {what}
            </Trans>
          ) : (
            <Trans id="agencies.shared">Shared: {what}</Trans>
          )}
        </p>
      )}
      {isRest && (
        <p>
          {!isKnownHere ? (
            <Trans id="agencies.receipt">By the server’s receipt you agreed to: {rest}</Trans>
          ) : isCutShort ? (
            <Trans id="agencies.agreed-before">
              You also agreed to: {rest}. If it was shared, that was before {oldest}.
            </Trans>
          ) : shared.length > 0 ? (
            <Trans id="agencies.agreed-more">
              You also agreed to: {rest}. Your vault has no note that it was shared.
            </Trans>
          ) : (
            <Trans id="agencies.agreed">You agreed to: {rest}</Trans>
          )}
        </p>
      )}
    </>
  );
}
