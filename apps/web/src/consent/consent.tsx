import { useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import { claims, type ClaimName } from '@signet/contracts/claims';
import type { CallProblem } from '../app/call.ts';
import type { SessionState } from '../app/guards.ts';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { SummaryList } from '../ui/summary-list.tsx';
import { useClaimRows, useClaimTexts } from './claim-rows.tsx';
import { questionOf, type Question } from './question.ts';
import { refuse, share } from './share.ts';

/** AGENCY-1: built in the browser, from the opened credential and the signed registry; nothing of it comes from the bff. */
export function Component() {
  const { t } = useLingui();
  const { uid } = useJourney();
  const session = useLoaderData<SessionState>();
  const [asked, setAsked] = useState<Question>();
  const [problem, setProblem] = useState<CallProblem>();
  useEffect(() => {
    const email = session.stage === 'signed-in' ? session.email : '';
    void questionOf(uid, email).then((found) =>
      'type' in found ? setProblem(found) : setAsked(found),
    );
  }, [uid, session]);
  if (problem !== undefined) {
    return (
      <Page title={t({ id: 'consent.failed', message: 'Nothing was shared' })}>
        <p>{problemText(problem)}</p>
      </Page>
    );
  }
  return asked === undefined ? null : <Asking {...asked} />;
}

function Asking({ uid, details, agency, values }: Question) {
  const { t } = useLingui();
  const { nameOf } = useClaimTexts();
  const name = agency.name.en;
  const isRequired = (claim: ClaimName) =>
    agency.attributes.find((one) => one.claim === claim)?.required === true;
  const needed = details.requestedClaims.filter(isRequired);
  const optional = details.requestedClaims.filter((claim) => !isRequired(claim));
  const neededRows = useClaimRows(agency, needed, values);
  const optionalRows = useClaimRows(agency, optional, values);
  const opensAtServer = details.requestedClaims.some((claim) => claims[claim].proofed);

  const leave = async (answer: ReturnType<typeof share>) => {
    const next = await answer;
    if (!next.ok) return [{ message: problemText(next.error) }];
    location.assign(next.value);
    return new Promise<never>(() => undefined);
  };
  const agree = (fields: FormData) =>
    leave(
      share(uid, details, agency, [
        ...needed,
        ...optional.filter((claim) => fields.get(`share-${claim}`) !== null),
      ]),
    );
  return (
    <Page title={t({ id: 'consent.title', message: `Share with ${name}?` })}>
      <p>
        <Trans id="consent.intro">
          <strong>{name}</strong> asks for the following. Nothing has been shared yet.
        </Trans>
      </p>
      <SummaryList rows={neededRows} />
      <Form
        onSubmit={agree}
        waiting={t({ id: 'consent.waiting', message: 'Sealing what you share…' })}
      >
        {({ busy }) => (
          <>
            {optional.length > 0 && (
              <>
                <h2>
                  <Trans id="consent.optional">Only if you want to</Trans>
                </h2>
                <SummaryList rows={optionalRows} />
                {optional.map((claim) => {
                  const what = nameOf(claim);
                  return (
                    <Checkbox key={claim} name={`share-${claim}`}>
                      {t({ id: 'consent.also', message: `Also share: ${what}` })}
                    </Checkbox>
                  );
                })}
              </>
            )}
            {opensAtServer && (
              <div className="signet-card">
                <h2>
                  <Trans id="consent.how">How it gets there</Trans>
                </h2>
                <p>
                  <Trans id="consent.split">
                    Your browser encrypts this and sends half of the key with you to {name}. When{' '}
                    {name} collects it, Signet’s server opens it for up to 15 minutes to hand it
                    over, checks that it is genuine, and then forgets it. It is never stored
                    readably.
                  </Trans>
                </p>
              </div>
            )}
            <div className="signet-actions">
              <Button busy={busy}>
                <Trans id="consent.yes">Share with {name}</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
      <Form
        onSubmit={() => leave(refuse(uid, agency))}
        waiting={t({ id: 'consent.refusing', message: 'Going back…' })}
      >
        {({ busy }) => (
          <>
            <Button variant="outline" busy={busy}>
              <Trans id="consent.no">No, do not share</Trans>
            </Button>
            <p>
              <Trans id="consent.no-means">
                You go back to {name}, which learns only that you said no. What you proved stays
                sealed here.
              </Trans>
            </p>
          </>
        )}
      </Form>
    </Page>
  );
}
