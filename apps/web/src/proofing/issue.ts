import * as v from 'valibot';
import { credential } from '@signet/contracts/claims';
import { addressOf } from '@signet/contracts/person';
import { failed, type Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { newHolderKey } from '../credential/holder-key.ts';
import { isGenuine } from '../credential/is-genuine.ts';
import { vaultAccountId } from '../vault/this-tab.ts';
import { writeCredentials, type HeldCredential } from '../vault/credentials.ts';
import { addressLines, ssnText } from '../vault/plain-text.ts';
import { disclosuresOf } from '../vault/sd-jwt.ts';
import { forgetDraft, type Draft } from './draft.ts';
import { submitStep } from './submit-step.ts';

const { copies } = credential;

export type IssueFailure =
  | CallProblem
  | { readonly type: 'not_satisfied' | 'in_review' }
  | { readonly type: 'not_what_was_reviewed' };

/**
 * Asks proofing for the credential, looks at every copy before believing it, seals them into the vault, and only then lets the
 * draft go. Interrupted anywhere, it can be done again.
 */
export async function issueAndSeal(draft: Draft): Promise<Result<true, IssueFailure>> {
  const holderKeys = await Promise.all(Array.from({ length: copies }, newHolderKey));
  const submitted = await submitStep(
    'issue',
    { holderKeys: holderKeys.map(({ kty, crv, x, y }) => ({ kty, crv, x, y })) },
    draft,
  );
  if (!submitted.ok) return submitted;
  const { outcome } = submitted.value;
  if (outcome.result === 'unavailable')
    return failed({ type: 'problem', code: 'temporarily_unavailable' });
  if (outcome.result !== 'issued') return failed({ type: outcome.result });
  const batch = crypto.randomUUID();
  const held: HeldCredential[] = outcome.credentials.flatMap((text, at) => {
    const holderKey = holderKeys[at];
    return holderKey === undefined ? [] : [{ credential: text, holderKey, usedFor: null, batch }];
  });
  const genuine = await Promise.all(held.map((one) => isAsReviewed(one, draft)));
  if (outcome.credentials.length !== copies || genuine.includes(false))
    return failed({ type: 'not_what_was_reviewed' });
  const written = await writeCredentials(held);
  return written.ok ? forgetDraft() : written;
}

const formatted = v.object({ formatted: v.string() });

/** Genuine, for this account, and saying what the person saw and confirmed. */
async function isAsReviewed(copy: HeldCredential, draft: Draft): Promise<boolean> {
  const { attributes, ssn, phone } = draft;
  const address = addressOf(draft);
  if (!(await isGenuine(copy))) return false;
  const said = await disclosuresOf(copy.credential).catch(() => undefined);
  return (
    said !== undefined &&
    attributes !== undefined &&
    address !== undefined &&
    said['account'] === vaultAccountId() &&
    said['given_name'] === attributes.givenName &&
    said['family_name'] === attributes.familyName &&
    said['birthdate'] === attributes.birthDate &&
    v.is(formatted, said['address']) &&
    said['address'].formatted === addressLines(address) &&
    (ssn === undefined || said['social_security_number'] === ssnText(ssn)) &&
    (phone === undefined || said['phone'] === phone)
  );
}
