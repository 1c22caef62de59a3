import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';

type Details = ReplyOf<typeof operationTable.readInteraction>;

/** What the bff says of a request of an agency: one for nothing, but for what is named. */
export const askedBy = (clientId: string, more: Partial<Details> = {}): Details => ({
  prompt: 'consent',
  clientId,
  requestedClaims: [],
  byScope: [],
  byName: {},
  verifiedOnly: false,
  proveAnew: false,
  returnsToApp: false,
  newHere: false,
  keyBinding: { audience: clientId, nonce: 'of-this-request', now: new Date().toISOString() },
  ...more,
});
