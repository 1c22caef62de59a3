import { useCallback, useEffect, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { CallProblem } from '../app/call.ts';
import { CannotGoOn } from '../app/cannot-go-on.tsx';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { useLeave } from '../app/use-leave.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { Again } from './again.tsx';
import { Asked } from './asked.tsx';
import { Lacking } from './lacking.tsx';
import { ToApp } from './to-app.tsx';
import { questionOf, type Question } from './question.ts';
import { refuse, share, type Answer } from './share.ts';
import { inOurLanguage } from '../app/in-our-language.ts';

/** AGENCY-1: built in the browser, from the opened credential and the signed registry; nothing of it comes from the bff. */
export function Component() {
  const { t } = useLingui();
  const { uid, go } = useJourney();
  const [asked, setAsked] = useState<Question>();
  const [problem, setProblem] = useState<CallProblem>();
  const [failure, setFailure] = useState<Error>();
  const ask = useCallback(
    () =>
      questionOf(uid).then(
        (found) => {
          if (found === 'continue') go(found, { replace: true });
          else if ('type' in found) setProblem(found);
          else setAsked(found);
        },
        (cause: Error) => setFailure(cause),
      ),
    [uid, go],
  );
  useEffect(() => void ask(), [ask]);
  // The page of the app that says what cannot be trusted, or reached.
  if (failure !== undefined) throw failure;
  if (problem !== undefined) {
    return (
      <CannotGoOn
        title={t({ id: 'consent.failed', message: 'Nothing was shared' })}
        problem={problem}
      />
    );
  }
  return asked === undefined ? null : <Consent {...asked} askAnew={ask} />;
}

function Consent({ askAnew, ...question }: Question & { readonly askAnew: () => Promise<void> }) {
  const { t } = useLingui();
  const { uid, agency, details, lacking, standing, before } = question;
  const [isChanging, setChanging] = useState(false);
  const leaveFor = useLeave();
  const name = inOurLanguage(agency.name);
  const leave = async (next: Awaited<ReturnType<typeof share>>) => {
    if (!next.ok) return [{ message: problemText(next.error) }];
    leaveFor(agency, next.value);
    return new Promise<never>(() => undefined);
  };
  const yes = async (answer: Answer) => {
    const shared = await share(question, answer);
    if (!shared.ok && shared.error.code === 'addresses_changed') await askAnew();
    return leave(shared);
  };
  return (
    <Page title={t({ id: 'consent.title', message: `Share with ${name}?` })}>
      {agency.logo !== undefined && (
        <img src={`data:image/png;base64,${agency.logo}`} alt="" height={48} />
      )}
      {details.returnsToApp && <ToApp agency={agency} />}
      {lacking.length > 0 ? (
        <Lacking {...question} />
      ) : standing === 'same' && before !== undefined && !isChanging ? (
        <Again {...question} before={before} onYes={yes} onChange={() => setChanging(true)} />
      ) : (
        <Asked {...question} onYes={yes} />
      )}
      <Form
        onSubmit={async () => leave(await refuse(uid, agency))}
        waiting={t({ id: 'consent.refusing', message: 'Going back…' })}
      >
        {({ busy }) => (
          <>
            <Button variant="outline" busy={busy}>
              <Trans id="consent.no">No, do not share</Trans>
            </Button>
            <p>
              <Trans id="consent.no-means">
                If you say no, you go back to {name}. It learns only that you said no. What you
                proved stays sealed here.
              </Trans>
            </p>
          </>
        )}
      </Form>
    </Page>
  );
}
