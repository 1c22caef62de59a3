import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useLoaderData } from 'react-router';
import { firstDocument } from '@signet/contracts/policy/documents';
import type { Application } from '@signet/contracts/proofing';
import type { StepOutcome } from '@signet/contracts/proofing-wire';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { Attempts } from './attempts.tsx';
import { documentTexts } from './capture/document-texts.ts';
import { PhotoFields } from './capture/photo-fields.tsx';
import { usePhotos } from './capture/use-photos.ts';
import { takePhotographs } from './hand-off/taken.ts';
import { usePhase } from './phase.ts';
import { attemptsLeft } from './submit-step.ts';
import { useTries } from './use-tries.ts';
import { toBase64url } from '../app/base64url.ts';
import { cleared } from './steps.ts';
import { takeStep } from './take-step.ts';
import type { Wizard } from './wizard.ts';
import { unavailableText } from './unavailable-text.ts';

export function Component() {
  const { t, i18n } = useLingui();
  const { go, path } = useJourney();
  const phase = usePhase('id');
  const { application: before, draft } = useLoaderData<Wizard>();
  const [brought] = useState(takePhotographs);
  const tries = useTries('examine-document', before);
  const { choosing, prepare, say } = usePhotos(firstDocument, brought);
  const texts = documentTexts(firstDocument);

  const submit = async () => {
    tries.begin();
    const prepared = await prepare();
    if (!prepared.ok) return prepared.error.faults;
    const { front, back } = prepared.value;
    const input = {
      evidence: firstDocument,
      front: await textOf(front),
      ...(back === undefined ? {} : { back: await textOf(back) }),
    };
    const submitted = await takeStep('examine-document', input, draft, cleared('id', draft));
    if (!submitted.ok) return [{ message: problemText(submitted.error) }];
    const { outcome, ticket, application } = submitted.value;
    if (outcome.result !== 'accepted' || ticket === undefined) return explain(outcome, application);
    go('verify/ssn');
    return [];
  };

  const explain = (outcome: StepOutcome<'examine-document'>, now: Application) => {
    if (outcome.result === 'retake') {
      const again = outcome.retakes.map(({ side, reason }) => say(side, reason));
      const wasLast = attemptsLeft(now, 'examine-document') === 0;
      return wasLast ? [...again, { message: tries.failed(now, '') }] : again;
    }
    if (outcome.result === 'unavailable') return [{ message: unavailableText(outcome.reason) }];
    if (outcome.result === 'unsupported')
      return [
        {
          message: t({
            id: 'id.one-name',
            message:
              'Your ID shows one name only. Signet cannot check that yet, as everyone whom it asks needs a given name and a family name. Nothing is wrong with your ID, and no try was used. The agency has another way for you.',
          }),
        },
      ];
    const reason = outcome.result === 'not_accepted' ? outcome.reason : 'not_accepted';
    const sentences: Record<typeof reason, readonly [happened: string, todo: string]> = {
      expired: [
        t({ id: 'id.expired', message: 'This ID has expired.' }),
        t({ id: 'id.expired.todo', message: 'Use one that is still valid.' }),
      ],
      no_expiry_date: [
        t({
          id: 'id.no-expiry-date',
          message: 'This card does not say until when it is valid, so we cannot use it.',
        }),
        i18n._(texts.another),
      ],
      under_age: [
        t({ id: 'id.under-age', message: 'Signet can verify people from the age of 18.' }),
        '',
      ],
      unsupported_document: [
        t({ id: 'id.unsupported', message: 'We cannot use this card.' }),
        i18n._(texts.ofThisKind),
      ],
      not_accepted: [
        t({ id: 'id.not-accepted', message: 'We could not confirm that this ID is genuine.' }),
        t({
          id: 'id.not-accepted.todo',
          message: 'Take new photos in good light, or use another ID.',
        }),
      ],
    };
    return [{ message: tries.failed(now, ...sentences[reason]) }];
  };

  const usePhone = <Trans id="id.use-phone">Take them with your phone instead</Trans>;
  return (
    <Page title={t({ id: 'id.title', message: 'Take photos of your ID' })} phase={phase}>
      <p>{i18n._(texts.take)}</p>
      {!tries.isTold && <Attempts step="examine-document" application={tries.application} />}
      {brought.front !== undefined && (
        <p role="status">
          <Trans id="id.brought">The photos from your phone are here. Check them, and go on.</Trans>
        </p>
      )}
      <Form
        onSubmit={submit}
        waiting={t({
          id: 'id.waiting',
          message: 'Checking your ID. This can take up to a minute.',
        })}
      >
        {(form) => (
          <>
            {matchMedia('(pointer: fine)').matches && (
              <p>
                {/* Closed with the fields: whoever left now would not read what the check says. */}
                {form.busy ? usePhone : <Link to={path('verify/hand-off')}>{usePhone}</Link>}
              </p>
            )}
            <PhotoFields kind={firstDocument} choosing={choosing} form={form} />
            <div className="signet-actions">
              <Button busy={form.busy}>
                <Trans id="id.go">Check my ID</Trans>
              </Button>
            </div>
          </>
        )}
      </Form>
    </Page>
  );
}

async function textOf(photo: Blob): Promise<string> {
  return toBase64url(new Uint8Array(await photo.arrayBuffer()));
}
