import { useLingui } from '@lingui/react/macro';
import type { LetterStatus, LetterView } from '@signet/contracts/letter';
import { localeHere } from '../app/speak.ts';

/** What each state of a letter is called, and what to do about it. */
export function useLetterTexts() {
  const { t } = useLingui();
  const texts: Record<LetterStatus, { readonly heading: string; readonly advice: string }> = {
    requested: {
      heading: t({ id: 'letter.requested', message: 'Your letter is on order' }),
      advice: t({
        id: 'letter.requested.text',
        message: 'It goes to the print shop within a day. You need not do anything.',
      }),
    },
    'handed-over': {
      heading: t({ id: 'letter.handed-over', message: 'Your letter is at the print shop' }),
      advice: t({
        id: 'letter.handed-over.text',
        message: 'We write to you when it is mailed. You need not do anything.',
      }),
    },
    printed: {
      heading: t({ id: 'letter.printed', message: 'Your letter is printed' }),
      advice: t({
        id: 'letter.printed.text',
        message: 'We write to you when it is mailed. You need not do anything.',
      }),
    },
    mailed: {
      heading: t({ id: 'letter.mailed', message: 'Your letter is in the mail' }),
      advice: t({
        id: 'letter.mailed.text',
        message: 'When you have it, enter its code here, or scan the square on it.',
      }),
    },
    confirmed: {
      heading: t({ id: 'letter.confirmed', message: 'The code of this letter was entered' }),
      advice: t({ id: 'letter.confirmed.text', message: 'Your address is confirmed.' }),
    },
    expired: {
      heading: t({ id: 'letter.expired', message: 'The code of this letter has expired' }),
      advice: t({
        id: 'letter.expired.text',
        message: 'It does not work any more. Send another letter, or use a phone.',
      }),
    },
    returned: {
      heading: t({ id: 'letter.returned', message: 'Your letter came back' }),
      advice: t({
        id: 'letter.returned.text',
        message:
          'It could not be delivered. If you moved, begin again with photos of your ID and enter your new address on the way; your ID need not show it. Or use a phone.',
      }),
    },
    refused: {
      heading: t({ id: 'letter.refused', message: 'Your letter could not be printed' }),
      advice: t({
        id: 'letter.refused.text',
        message:
          'The print shop did not take it, so it was never mailed. It is our problem, not yours. Send another letter, or use a phone.',
      }),
    },
    replaced: {
      heading: t({ id: 'letter.replaced', message: 'A newer letter took its place' }),
      advice: t({
        id: 'letter.replaced.text',
        message: 'Only the code in the newest letter works.',
      }),
    },
    cancelled: {
      heading: t({ id: 'letter.cancelled', message: 'This letter was cancelled' }),
      advice: t({
        id: 'letter.cancelled.text',
        message: 'Its code does not work. If it was printed already, it may still arrive.',
      }),
    },
  };
  return {
    statusOf: ({ status }: Pick<LetterView, 'status'>) => texts[status],
    /** Of the letter that tells that somebody was proofed: there is nothing to do but to read it. */
    noticeOf: ({ status }: Pick<LetterView, 'status'>) => {
      if (status === 'returned')
        return t({
          id: 'letter.notice.returned',
          message: 'Notice that you proved who you are: it came back',
        });
      if (status === 'refused')
        return t({
          id: 'letter.notice.refused',
          message: 'Notice that you proved who you are: it could not be printed',
        });
      return t({ id: 'letter.notice', message: 'Notice that you proved who you are' });
    },
  };
}

export function isOnItsWay({ status }: Pick<LetterView, 'status'>): boolean {
  return ['requested', 'handed-over', 'printed', 'mailed'].includes(status);
}

export function letterDay(instant: string): string {
  return new Intl.DateTimeFormat(localeHere(), { dateStyle: 'long' }).format(new Date(instant));
}
