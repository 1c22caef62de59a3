import * as v from 'valibot';
import { claimNames } from './claims.ts';
import { operations } from './operation.ts';
import { instant, nothing } from './text.ts';

/** The bff's receipts of what a person agreed to share: names of claims and instants, no value. */
export const connectionOperations = operations({
  readConnections: {
    method: 'GET',
    path: '/api/account/connections',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({
      connections: v.array(
        v.strictObject({
          clientId: v.string(),
          claims: v.array(v.picklist(claimNames)),
          since: instant,
          lastAgreedAt: instant,
          /** When the agency was answered by it last, without a page. */
          stoodAt: v.nullable(instant),
        }),
      ),
    }),
    problems: [],
  },
  /** Ends the agency's tokens and every release it has not fetched, and tells it. Nothing that it has already received comes back. */
  stopSharing: {
    method: 'POST',
    path: '/api/account/connections/stop',
    session: 'signed-in',
    input: v.strictObject({ clientId: v.pipe(v.string(), v.maxLength(200)) }),
    reply: nothing,
    problems: ['not_found'],
  },
});
