import { useCallback, useEffect, useMemo, useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { CallProblem } from '../app/call.ts';
import { CannotGoOn } from '../app/cannot-go-on.tsx';
import { useJourney } from '../app/journey.ts';
import { PageOutdatedError } from '../app/page-outdated.ts';
import { problemText } from '../app/problem-text.ts';
import { RegistryRefused } from '../app/registry-refused.ts';
import { useLeave } from '../app/use-leave.ts';
import { Button } from '../ui/button.tsx';
import { ErrorSummary } from '../ui/error-summary.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { usePartOfPage } from '../ui/use-part-of-page.ts';
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
  const [anew, setAnew] = useState<Anew>(notYet);
  const ask = useCallback(
    (because?: CallProblem) =>
      questionOf(uid).then(
        (found) => {
          if (found === 'continue') return go(found, { replace: true });
          if ('type' in found) return setProblem(found);
          setAsked(found);
          if (because !== undefined) setAnew(({ times }) => ({ times: times + 1, because }));
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
  // Another question is another page: nothing that was ticked in the one before is ticked in it.
  return asked === undefined ? null : (
    <Consent
      key={anew.times}
      {...asked}
      because={anew.because}
      askAnew={ask}
      onFailure={setFailure}
    />
  );
}

/** How often it was asked because something had changed while the page stood open, and what. */
type Anew = { readonly times: number; readonly because?: CallProblem };
const notYet: Anew = { times: 0 };

const asksAnew: ReadonlySet<CallProblem['code']> = new Set(['addresses_changed', 'agency_changed']);

type Props = Question & {
  readonly because: CallProblem | undefined;
  readonly askAnew: (because: CallProblem) => Promise<void>;
  readonly onFailure: (failure: Error) => void;
};

function Consent({ because, askAnew, onFailure, ...question }: Props) {
  const { t } = useLingui();
  const { uid, agency, details, lacking, standing, before } = question;
  const [isChanging, setChanging] = useState(false);
  const [isPressed, setPressed] = useState(false);
  const changes = useMemo(
    () => (because === undefined || isPressed ? [] : [{ message: problemText(because) }]),
    [because, isPressed],
  );
  const leaveFor = useLeave();
  usePartOfPage(isChanging);
  const name = inOurLanguage(agency.name);
  const leave = async (next: Awaited<ReturnType<typeof share>>) => {
    if (!next.ok) return [{ message: problemText(next.error) }];
    leaveFor(agency, next.value);
    return new Promise<never>(() => undefined);
  };
  const yes = async (answer: Answer) => {
    setPressed(true);
    try {
      const shared = await share(question, answer);
      if (shared.ok || !asksAnew.has(shared.error.code)) return await leave(shared);
      await askAnew(shared.error);
    } catch (cause) {
      // The page of the app says what cannot be trusted, or is too old.
      if (!(cause instanceof RegistryRefused || cause instanceof PageOutdatedError)) throw cause;
      onFailure(cause);
    }
    return [];
  };
  const no = async () => {
    setPressed(true);
    return leave(await refuse(uid, agency));
  };
  const isLacking = lacking.length > 0;
  return (
    <Page
      title={
        isLacking
          ? t({ id: 'consent.lacking.title', message: `You cannot share with ${name} now` })
          : t({ id: 'consent.title', message: `Share with ${name}?` })
      }
    >
      <ErrorSummary errors={changes} />
      {agency.logo !== undefined && (
        <img src={`data:image/png;base64,${agency.logo}`} alt="" height={48} />
      )}
      {details.returnsToApp && !isLacking && <ToApp agency={agency} />}
      {isLacking ? (
        <Lacking {...question} />
      ) : standing === 'same' && before !== undefined && !isChanging ? (
        <Again {...question} before={before} onYes={yes} onChange={() => setChanging(true)} />
      ) : (
        <Asked {...question} onYes={yes} />
      )}
      <Form onSubmit={no} waiting={t({ id: 'consent.refusing', message: 'Going back…' })}>
        {({ busy }) => (
          <>
            <Button variant="outline" busy={busy}>
              {isLacking ? (
                <Trans id="start-proofing.not-now">Not now, back to {name}</Trans>
              ) : (
                <Trans id="consent.no">No, do not share</Trans>
              )}
            </Button>
            <p>
              {isLacking ? (
                <Trans id="consent.lacking.no-means">
                  {name} learns that nothing is shared, as if you had said no, and not why. What you
                  proved stays sealed here.
                </Trans>
              ) : (
                <Trans id="consent.no-means">
                  If you say no, you go back to {name}. It learns only that you said no. What you
                  proved stays sealed here.
                </Trans>
              )}
            </p>
          </>
        )}
      </Form>
    </Page>
  );
}
