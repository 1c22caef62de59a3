import { operations } from './operation.ts';
import { nothing } from './text.ts';

export const accountOperations = operations({
  /** Everything of the account is gone when this answers; only that somebody deleted one is remembered. */
  deleteAccount: {
    method: 'POST',
    path: '/api/account/delete',
    session: 'signed-in',
    input: nothing,
    reply: nothing,
    problems: ['unlock_required'],
  },
});
