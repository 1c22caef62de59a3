import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { UnavailableReason } from '@signet/contracts/proofing-wire';

type Words = { readonly happened: MessageDescriptor; readonly todo: MessageDescriptor };

const words: Record<UnavailableReason, Words> = {
  still_checking: {
    happened: msg({
      id: 'unavailable.still-checking',
      message: 'We are still checking. It takes longer than usual, and it did not count as a try.',
    }),
    todo: msg({
      id: 'unavailable.still-checking.todo',
      message: 'Wait a minute, then try again.',
    }),
  },
  maintenance: {
    happened: msg({
      id: 'unavailable.maintenance',
      message:
        'One of the offices that we ask is closed for maintenance. It did not count as a try.',
    }),
    todo: msg({ id: 'unavailable.maintenance.todo', message: 'Try again in an hour or two.' }),
  },
  out_of_order: {
    happened: msg({
      id: 'unavailable.out-of-order',
      message:
        'We cannot do that right now. It is our problem, not yours, and it did not count as a try.',
    }),
    todo: msg({ id: 'unavailable.out-of-order.todo', message: 'Try again in a few minutes.' }),
  },
};

const kept = msg({
  id: 'unavailable.kept',
  message:
    'What you typed or chose is still on this page. Everything before it is kept in your vault, even if you close the page.',
});

/** What happened, what was kept, and what to do; whose answer is missing is not said (PROOF-5, PROOF-6). */
export function unavailableText(reason: UnavailableReason): string {
  const { happened, todo } = words[reason];
  return [happened, kept, todo].map((one) => i18n._(one)).join(' ');
}
