import { msg } from '@lingui/core/macro';
import type { MessageDescriptor } from '@lingui/core';
import type { PhotographSide } from '@signet/contracts/photograph';
import type { DocumentKind, documents } from '@signet/contracts/policy/documents';

type SideTexts = {
  readonly label: MessageDescriptor;
  readonly hint: MessageDescriptor;
  readonly camera: MessageDescriptor;
  readonly app: MessageDescriptor;
};

type DocumentTexts<Side extends PhotographSide> = {
  /** How to lay and show it: at the computer, at a phone for it, and at a phone where an agency asked. */
  readonly take: MessageDescriptor;
  readonly takeForComputer: MessageDescriptor;
  readonly takeForAgency: MessageDescriptor;
  /** What else to use where this one cannot be used. */
  readonly another: MessageDescriptor;
  readonly ofThisKind: MessageDescriptor;
  /** What was read from it, and who is asked about it. */
  readonly read: MessageDescriptor;
  readonly sides: Readonly<Record<Side, SideTexts>>;
};

/** What the wizard says of each kind of document, for each side that is photographed of it. */
const texts: {
  readonly [Kind in DocumentKind]: DocumentTexts<(typeof documents)[Kind]['sides'][number]>;
} = {
  state_id: {
    take: msg({
      id: 'id.intro',
      message:
        'Lay your driver’s license or state ID on a plain, dark surface in good light. Show the whole card. The photos are checked and then forgotten.',
    }),
    takeForComputer: msg({
      id: 'phone.take.text',
      message:
        'Lay your driver’s license or state ID on a plain, dark surface in good light. The photos are encrypted on this phone, and only your computer can open them.',
    }),
    takeForAgency: msg({
      id: 'phone.take.for',
      message:
        'Lay your driver’s license or state ID on a plain, dark surface in good light. You are doing this for {agency}. The photos are encrypted on this phone, and only your computer can open them.',
    }),
    another: msg({
      id: 'id.no-expiry-date.todo',
      message: 'Use another driver’s license or state ID.',
    }),
    ofThisKind: msg({
      id: 'id.unsupported.todo',
      message: 'Use a driver’s license or an ID card of a US state.',
    }),
    read: msg({
      id: 'review.intro',
      message:
        'Name, birth date and, unless you changed it, the address were read from your ID. Your state, a records bureau and Social Security will tell us whether all of this belongs together.',
    }),
    sides: {
      front: {
        label: msg({ id: 'id.front', message: 'Front of your ID' }),
        hint: msg({ id: 'id.front.hint', message: 'The side with your picture' }),
        camera: msg({ id: 'id.front.camera', message: 'Use the camera for the front' }),
        app: msg({ id: 'id.front.app', message: 'Use the camera app for the front' }),
      },
      back: {
        label: msg({ id: 'id.back', message: 'Back of your ID' }),
        hint: msg({ id: 'id.back.hint', message: 'The side with the large barcode' }),
        camera: msg({ id: 'id.back.camera', message: 'Use the camera for the back' }),
        app: msg({ id: 'id.back.app', message: 'Use the camera app for the back' }),
      },
    },
  },
};

/** As any row could be: not every kind has both sides. */
export function documentTexts(kind: DocumentKind): Omit<DocumentTexts<never>, 'sides'> & {
  readonly sides: Readonly<Partial<Record<PhotographSide, SideTexts>>>;
} {
  return texts[kind];
}
