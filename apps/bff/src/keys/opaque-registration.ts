import { randomInt } from 'node:crypto';
import { ready, server } from '@serenity-kit/opaque';
import type { AccountId } from '@signet/contracts/ids';
import type { Bff } from '../bff.ts';
import { openText, sealText, type SealedText } from './seal-text.ts';

type Place = { readonly accountId: AccountId; readonly sessionHash: string };
type Begun = { readonly registrationResponse: string; readonly begun: string };

const place = ({ accountId, sessionHash }: Place) => `registration/${accountId}/${sessionHash}`;
/** Fits a safe integer; that two beginnings get the same one is no more likely than a guess at it. */
const epochs = 2 ** 47;

/**
 * OPAQUE registration, first message (RFC 9807 §5): evaluates the blinded password under a seed of this beginning alone. Whoever has
 * passwords evaluated in advance has nothing to compare the next record with, which another beginning made (AUTH-4). The epoch travels
 * with the browser, sealed to account and session, so that a record is kept with the very epoch that it was made under, however many
 * pages begin. Undefined when the message is malformed.
 */
export async function beginRegistration(
  { keys, opaque }: Pick<Bff, 'keys' | 'opaque'>,
  where: Place,
  registrationRequest: string,
): Promise<Begun | undefined> {
  await ready;
  const epoch = randomInt(2, epochs);
  try {
    const { registrationResponse } = server.createRegistrationResponse({
      serverSetup: opaque.setupFor(where.accountId, epoch),
      userIdentifier: where.accountId,
      registrationRequest,
    });
    const begun = sealText(keys.secret('authenticatorSealing'), place(where), String(epoch));
    return { registrationResponse, begun };
  } catch {
    return undefined;
  }
}

/** The epoch of the beginning; undefined when it was another account's, another session's or nobody's. */
export function epochOf(
  { keys }: Pick<Bff, 'keys'>,
  where: Place,
  begun: string,
): number | undefined {
  try {
    return Number(openText(keys.secret('authenticatorSealing'), place(where), begun as SealedText));
  } catch {
    return undefined;
  }
}
