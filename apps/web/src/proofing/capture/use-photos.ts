import { useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import { photographSides, type PhotographSide } from '@signet/contracts/photograph';
import { failed, ok, type Result } from '@signet/contracts/result';
import type { FieldErrors } from '../../ui/error-summary.tsx';
import type { CaptureFault } from './capture-task.ts';
import { faultTexts } from './fault-text.ts';
import type { Photos } from './photo-pair.tsx';
import { useStudio } from './use-studio.ts';

type Pair = Readonly<Record<PhotographSide, Blob>>;

/** Two photographs on their way: chosen, and before they are sent checked here, so that a bad one costs no try. */
export function usePhotos(begin: Photos = {}) {
  const { t, i18n } = useLingui();
  const studio = useStudio();
  const [photos, setPhotos] = useState<Photos>(begin);
  const say = (side: PhotographSide, fault: CaptureFault | 'missing') => {
    const name =
      side === 'front'
        ? t({ id: 'photo.side.front', message: 'Front' })
        : t({ id: 'photo.side.back', message: 'Back' });
    return { field: side, message: `${name}: ${i18n._(faultTexts[fault])}` };
  };

  const prepare = async (): Promise<
    Result<Pair, { readonly type: 'faults'; readonly faults: FieldErrors }>
  > => {
    const { front, back } = photos;
    if (front === undefined || back === undefined) {
      const missing = photographSides.filter((side) => photos[side] === undefined);
      return failed({ type: 'faults', faults: missing.map((side) => say(side, 'missing')) });
    }
    const [first, second] = [
      await studio().prepare(front, 'front'),
      await studio().prepare(back, 'back'),
    ];
    if (first.ok && second.ok) return ok({ front: first.value, back: second.value });
    return failed({
      type: 'faults',
      faults: [
        ...(first.ok ? [] : [say('front', first.error.type)]),
        ...(second.ok ? [] : [say('back', second.error.type)]),
      ],
    });
  };

  const add = (side: PhotographSide, photo: Blob) =>
    setPhotos((before) => ({ ...before, [side]: photo }));
  return { studio, photos, add, prepare, say };
}
