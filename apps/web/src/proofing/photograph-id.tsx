import { useState } from 'react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useLoaderData } from 'react-router';
import type { RetakeReason, StepOutcome } from '@signet/contracts/proofing-wire';
import { useJourney } from '../app/journey.ts';
import { problemText } from '../app/problem-text.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { Page } from '../ui/page.tsx';
import { PhotoField } from '../ui/photo-field.tsx';
import { keepDraft } from './draft.ts';
import { usePhase } from './phase.ts';
import { toBase64url } from './seal-request.ts';
import { shrinkPhotograph } from './shrink-photograph.ts';
import { cleared } from './steps.ts';
import { attemptsLeft, submitStep } from './submit-step.ts';
import type { Wizard } from './wizard.ts';
import { unavailableText } from './unavailable-text.ts';

type Side = 'front' | 'back';
type Reason = RetakeReason | 'missing' | 'too_large';

/** One sentence for each reason: what is wrong with the picture, and how to mend it. */
const reasons = {
  missing: msg({ id: 'photo.missing', message: 'Choose a photo.' }),
  blurred: msg({
    id: 'photo.blurred',
    message:
      'The photo is blurred. Hold the phone still, tap the card to focus, and take it again.',
  }),
  glare: msg({
    id: 'photo.glare',
    message:
      'Light is reflected on the card. Tilt the card or move away from the lamp, and take it again.',
  }),
  dark: msg({
    id: 'photo.dark',
    message: 'The photo is too dark. Find more light and take it again.',
  }),
  too_small: msg({
    id: 'photo.small',
    message: 'The card is too small in the photo. Move closer, so that it fills the picture.',
  }),
  barcode_not_found: msg({
    id: 'photo.barcode',
    message: 'We could not read the large barcode. Lay the card flat and show the whole back.',
  }),
  not_a_photograph: msg({
    id: 'photo.type',
    message: 'That is not a photo that we can read. Use a JPEG or PNG picture.',
  }),
  same_side_twice: msg({
    id: 'photo.same',
    message: 'Both photos show the same side. Take one of each side.',
  }),
  cut_off: msg({
    id: 'photo.cut',
    message: 'A part of the card is outside the picture. Show all four corners.',
  }),
  too_large: msg({
    id: 'photo.large',
    message: 'That picture is too large. Use a photo of at most 25 MB and 64 megapixels.',
  }),
  animated: msg({
    id: 'photo.animated',
    message: 'That picture moves. Use an ordinary photo.',
  }),
  truncated: msg({
    id: 'photo.truncated',
    message: 'That file is not whole: its end is missing. Choose it again, or take a new photo.',
  }),
} as const satisfies Record<Reason, unknown>;

export function Component() {
  const { t, i18n } = useLingui();
  const { go } = useJourney();
  const phase = usePhase('id');
  const { draft } = useLoaderData<Wizard>();
  const [photos, setPhotos] = useState<Partial<Record<Side, Blob>>>({});
  const say = (side: Side, reason: Reason) => ({
    field: side,
    message: `${sideName(side)}: ${i18n._(reasons[reason])}`,
  });
  const sideName = (side: Side) =>
    side === 'front'
      ? t({ id: 'photo.side.front', message: 'Front' })
      : t({ id: 'photo.side.back', message: 'Back' });

  const submit = async () => {
    const { front, back } = photos;
    if (front === undefined || back === undefined) {
      return (['front', 'back'] as const).flatMap((side) =>
        photos[side] === undefined ? [say(side, 'missing')] : [],
      );
    }
    const [frontJpeg, backJpeg] = await Promise.all([
      shrinkPhotograph(front as File),
      shrinkPhotograph(back as File),
    ]);
    if (!frontJpeg.ok || !backJpeg.ok) {
      return [
        ...(frontJpeg.ok ? [] : [say('front', frontJpeg.error.type)]),
        ...(backJpeg.ok ? [] : [say('back', backJpeg.error.type)]),
      ];
    }
    const input = { front: await textOf(frontJpeg.value), back: await textOf(backJpeg.value) };
    const fresh = cleared('id', draft);
    const submitted = await submitStep('examine-document', input, fresh);
    if (!submitted.ok) return [{ message: problemText(submitted.error) }];
    const { outcome, ticket, application } = submitted.value;
    if (outcome.result !== 'accepted' || ticket === undefined)
      return explain(outcome, attemptsLeft(application, 'examine-document'));
    const kept = await keepDraft({ ...fresh, ticket, attributes: outcome.attributes });
    if (!kept.ok) return [{ message: problemText(kept.error) }];
    go('verify/ssn');
    return [];
  };

  const explain = (outcome: StepOutcome<'examine-document'>, left: number) => {
    if (outcome.result === 'retake')
      return outcome.retakes.map(({ side, reason }) => say(side, reason));
    if (outcome.result === 'unavailable') return [{ message: unavailableText(outcome.reason) }];
    const reason = outcome.result === 'not_accepted' ? outcome.reason : 'not_accepted';
    const sentence = {
      expired: t({
        id: 'id.expired',
        message: 'This ID has expired. Use one that is still valid.',
      }),
      under_age: t({ id: 'id.under-age', message: 'Signet can verify people from the age of 18.' }),
      unsupported_document: t({
        id: 'id.unsupported',
        message: 'We cannot use this card. Use a driver’s license or an ID card of a US state.',
      }),
      not_accepted: t({
        id: 'id.not-accepted',
        message:
          'We could not confirm that this ID is genuine. Take new photos in good light, or use another ID.',
      }),
    }[reason];
    return [{ message: `${sentence} ${t({ id: 'id.left', message: `Tries left: ${left}.` })}` }];
  };

  const choose = (side: Side) => (file: File) =>
    setPhotos((before) => ({ ...before, [side]: file }));
  return (
    <Page title={t({ id: 'id.title', message: 'Take photos of your ID' })} phase={phase}>
      <p>
        <Trans id="id.intro">
          Lay your driver’s license or state ID on a plain, dark surface in good light. Show the
          whole card. The photos are checked and then forgotten.
        </Trans>
      </p>
      <Form
        onSubmit={submit}
        waiting={t({
          id: 'id.waiting',
          message: 'Checking your ID. This can take up to a minute.',
        })}
      >
        {({ busy, errorOf }) => (
          <>
            <PhotoField
              label={t({ id: 'id.front', message: 'Front of your ID' })}
              hint={t({ id: 'id.front.hint', message: 'The side with your picture' })}
              name="front"
              photo={photos.front}
              error={errorOf('front')}
              onChoose={choose('front')}
            />
            <PhotoField
              label={t({ id: 'id.back', message: 'Back of your ID' })}
              hint={t({ id: 'id.back.hint', message: 'The side with the large barcode' })}
              name="back"
              photo={photos.back}
              error={errorOf('back')}
              onChoose={choose('back')}
            />
            <div className="signet-actions">
              <Button busy={busy}>
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
