import type { ComponentProps } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import type { CallProblem } from '../../app/call.ts';
import { problemText } from '../../app/problem-text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Form } from '../../ui/form.tsx';
import { Page } from '../../ui/page.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { TakeForComputer } from './take-for-computer.tsx';
import { usePhoneLink } from './use-phone-link.ts';

/** At the phone, which is not signed in: compare the words, take two photographs, send them sealed, done (PROOF-13). */
export function Component() {
  const { t } = useLingui();
  const { stage, connect, goOn, stop, done } = usePhoneLink();
  switch (stage.at) {
    case 'taking':
      return (
        <TakeForComputer
          id={stage.id}
          agency={stage.agency}
          sealingKey={stage.secret.sealingKey}
          onDone={done}
        />
      );
    case 'done':
      return (
        <Page title={t({ id: 'phone.done', message: 'Go on at your computer' })}>
          <p>
            <Trans id="phone.done.text">
              The photos are there. Nothing of them is left on this phone’s page. You can close it.
            </Trans>
          </p>
        </Page>
      );
    case 'stopped':
      return (
        <Page title={t({ id: 'phone.stopped', message: 'Stopped' })}>
          <p>
            <Trans id="phone.stopped.text">
              Nothing was sent, and the link does not work any more. You can close this page. If
              somebody else gave you the link, do not go on with them.
            </Trans>
          </p>
          <p>
            <Trans id="phone.stopped.computer">
              If you are proving who you are at your computer, go on there: make a new code, or use
              the computer itself.
            </Trans>
          </p>
        </Page>
      );
    case 'void':
      return (
        <Page title={t({ id: 'phone.void', message: 'This link does not work' })}>
          <p>
            <Trans id="phone.void.text">
              It was used already, or it is older than 15 minutes. Make a new code at your computer
              and scan that one.
            </Trans>
          </p>
        </Page>
      );
    case 'asked':
      return (
        <Page title={t({ id: 'phone.asked', message: 'Did you ask for this link?' })}>
          {stage.problem !== undefined && (
            <Alert kind="error" answer>
              <p>{problemText(stage.problem)}</p>
            </Alert>
          )}
          <p>
            <Trans id="phone.asked.text">
              Go on only if you are proving who you are at a computer, and asked there for this text
              message just now. Its page must still be open.
            </Trans>
          </p>
          <div className="signet-actions">
            <Button type="button" onClick={() => void connect(stage.commitment)}>
              <Trans id="phone.connect">Yes, connect this phone</Trans>
            </Button>
            <Stop onStop={() => stop(stage)} />
          </div>
        </Page>
      );
    case 'reading':
    case 'agreeing':
      return (
        <Page title={t({ id: 'phone.agreeing', message: 'Connecting to your computer' })}>
          <Waiting
            text={t({ id: 'phone.agreeing.text', message: 'Waiting for your computer to answer…' })}
          />
        </Page>
      );
    case 'comparing':
      return (
        <Page title={t({ id: 'phone.compare', message: 'Does your computer show these words?' })}>
          <p className="signet-match-words" lang="en" data-testid="match-words">
            {stage.secret.words.join(' · ')}
          </p>
          <p>
            <Trans id="phone.compare.text">
              Look at the computer where you are proving who you are. Only if it shows the same
              three words, in the same order, do your photos go to you.
            </Trans>
          </p>
          <div className="signet-actions">
            <Press
              onPress={() => goOn(stage)}
              say={problemText}
              waiting={t({ id: 'recovery.waiting', message: 'One moment…' })}
            >
              <Trans id="phone.same">Yes, they are the same</Trans>
            </Press>
            <Stop onStop={() => stop(stage)} />
          </div>
        </Page>
      );
  }
}

/** Whoever stops must know whether the link is over: somebody else may have given it to them. */
function Stop({ onStop }: { readonly onStop: Pressed['onPress'] }) {
  const { t } = useLingui();
  return (
    <Press
      variant="outline"
      onPress={onStop}
      say={() =>
        t({
          id: 'phone.not-stopped',
          message:
            'Nothing was sent, but Signet could not end the link. It works until 15 minutes after it was made. Try again.',
        })
      }
      waiting={t({ id: 'phone.stopping', message: 'Ending the link…' })}
    >
      <Trans id="phone.other">No, stop</Trans>
    </Press>
  );
}

type Pressed = Pick<ComponentProps<typeof Button>, 'variant' | 'children'> & {
  readonly onPress: () => Promise<CallProblem | void>;
  readonly say: (problem: CallProblem) => string;
  readonly waiting: string;
};

/** A button that is answered by another screen, or by what was wrong. */
function Press({ onPress, say, waiting, ...look }: Pressed) {
  const press = async () => {
    const problem = await onPress();
    return problem === undefined ? [] : [{ message: say(problem) }];
  };
  return (
    <Form onSubmit={press} waiting={waiting}>
      {({ busy }) => <Button {...look} busy={busy} />}
    </Form>
  );
}
