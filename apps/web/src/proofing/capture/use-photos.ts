import { useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import type { PhotographSide } from '@signet/contracts/photograph';
import { documentOf, type DocumentKind } from '@signet/contracts/policy/documents';
import { failed, ok, type Result } from '@signet/contracts/result';
import type { FieldErrors } from '../../ui/error-summary.tsx';
import type { CaptureFault } from './capture-task.ts';
import { faultTexts } from './fault-text.ts';
import type { Photos } from './photo-fields.tsx';
import { useStudio } from './use-studio.ts';

/** One of each side of the document; every kind has a front. */
type Prepared = Photos & { readonly front: Blob };

/** Photographs on their way: chosen, and before they are sent checked here, so that a bad one costs no try. */
export function usePhotos(kind: DocumentKind, begin: Photos = {}) {
  const { t, i18n } = useLingui();
  const studio = useStudio();
  const [photos, setPhotos] = useState<Photos>(begin);
  const { sides } = documentOf(kind);
  const say = (side: PhotographSide, fault: CaptureFault | 'missing') => {
    const name =
      side === 'front'
        ? t({ id: 'photo.side.front', message: 'Front' })
        : t({ id: 'photo.side.back', message: 'Back' });
    return { field: side, message: `${name}: ${i18n._(faultTexts[fault])}` };
  };

  const prepare = async (): Promise<
    Result<Prepared, { readonly type: 'faults'; readonly faults: FieldErrors }>
  > => {
    const missing = sides.filter((side) => photos[side] === undefined);
    if (missing.length > 0)
      return failed({ type: 'faults', faults: missing.map((side) => say(side, 'missing')) });
    const prepared: Photos = {};
    const faults: FieldErrors[number][] = [];
    // One after the other: each takes the memory of a whole picture.
    for (const side of sides) {
      const photo = photos[side];
      if (photo === undefined) continue;
      const one = await studio().prepare(photo, side);
      if (one.ok) prepared[side] = one.value;
      else faults.push(say(side, one.error.type));
    }
    const { front } = prepared;
    return faults.length === 0 && front !== undefined
      ? ok({ ...prepared, front })
      : failed({ type: 'faults', faults });
  };

  const add = (side: PhotographSide, photo: Blob) =>
    setPhotos((before) => ({ ...before, [side]: photo }));
  return { choosing: { studio, photos, add }, prepare, say };
}
