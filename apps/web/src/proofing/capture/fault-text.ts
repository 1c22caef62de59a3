import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { Hint } from '@signet/evidence/barcode';
import type { CaptureFault } from './capture-task.ts';

/** One sentence for each reason: what is wrong with the picture, and how to mend it. */
export const faultTexts: Record<CaptureFault | 'missing', MessageDescriptor> = {
  missing: msg({ id: 'photo.missing', message: 'Take or choose a photo.' }),
  empty: msg({ id: 'photo.empty', message: 'That file is empty. Choose another one.' }),
  unreadable_here: msg({
    id: 'photo.unreadable-here',
    message: 'This browser could not open that photo. Take a new one, or use another device.',
  }),
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
};

/** What the camera's picture needs, while there is still time. */
export const hintTexts: Record<Hint, MessageDescriptor> = {
  darker_than_needed: msg({ id: 'camera.dark', message: 'It is too dark. Find more light.' }),
  glare: msg({ id: 'camera.glare', message: 'Light is reflected. Tilt the card a little.' }),
  too_far: msg({ id: 'camera.far', message: 'Move closer, so that the card fills the frame.' }),
  blurred: msg({ id: 'camera.blurred', message: 'Not sharp yet. Hold still.' }),
  good: msg({ id: 'camera.good', message: 'That looks good. Take the photo.' }),
};
