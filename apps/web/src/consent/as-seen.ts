import { agreementHolds } from '@signet/contracts/agency';
import type { Agency } from '@signet/contracts/registry';
import { isEqual } from '@signet/contracts/requested-claims';
import { failed, ok, type Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { agencyByNow } from '../app/registry.ts';
import { Unreachable } from '../app/unreachable.ts';

/** What the person read of an agency, and what decides who gets what they share, how and where. The rest may change while they read. */
// prettier-ignore
const counts = {
  clientId:               true,
  sector:                 true,
  name:                   true,
  logo:                   true,
  homepage:               true,
  initiateLoginUri:       false,
  failureUri:             false,
  redirectUris:           true,
  postLogoutRedirectUris: false,
  backchannelLogoutUri:   false,
  profile:                true,
  jwks:                   true,
  jwksUri:                true,
  jwksThumbprints:        true,
  clientSecret:           true,
  pkce:                   true,
  delivery:               true,
  encryptionKey:          true,
  attributes:             true,
  idTokenAttributes:      true,
  signals:                false,
  /** Whether it holds does. */
  agreement:              false,
} as const satisfies Record<keyof Agency, boolean>;

const counting = (Object.keys(counts) as (keyof Agency)[]).filter((field) => counts[field]);

/** WEB-5: whether the registry, looked at once more, says the same of an agency as the page on which the person decided. */
export async function asSeen(seen: Agency): Promise<Result<true, CallProblem>> {
  try {
    const now = await agencyByNow(seen.clientId);
    const isSame =
      now !== undefined &&
      agreementHolds(now, Date.now()) &&
      counting.every((field) => isSameEntry(entryOf(now, field), entryOf(seen, field)));
    return isSame ? ok(true) : failed({ type: 'problem', code: 'agency_changed' });
  } catch (cause) {
    if (cause instanceof Unreachable) return failed({ type: 'problem', code: 'agency_unchecked' });
    throw cause;
  }
}

/** Keys are a list, too, a step further in than others. */
const entryOf = (agency: Agency, field: keyof Agency) =>
  field === 'jwks' ? agency.jwks?.keys : agency[field];

/** In a registry no list means anything by its order. */
function isSameEntry(one: unknown, other: unknown): boolean {
  return Array.isArray(one) && Array.isArray(other)
    ? isWithin(one, other) && isWithin(other, one)
    : isEqual(one, other);
}

function isWithin(some: readonly unknown[], all: readonly unknown[]): boolean {
  return some.every((each) => all.some((its) => isEqual(each, its)));
}
