import * as v from 'valibot';
import { importJWK, jwtVerify, type JWK } from 'jose';
import { credential } from '@signet/contracts/claims';
import { failed, type Result } from '@signet/contracts/result';
import type { CallProblem } from '../app/call.ts';
import { registry } from '../app/registry.ts';
import { vaultAccountId } from '../vault/vault-session.ts';
import { writeCredentials, type HeldCredential } from '../vault/credentials.ts';
import { addressLines, ssnText } from '../vault/plain-text.ts';
import { disclosuresOf } from '../vault/sd-jwt.ts';
import { forgetDraft, type Draft } from './draft.ts';
import { submitStep } from './submit-step.ts';

/** Copies to begin with: one for each of the first agencies. */
const copies = 8;

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
  const held = outcome.credentials.map((text, at) => ({
    credential: text,
    holderKey: holderKeys[at],
    usedFor: null,
  }));
  const genuine = await Promise.all(held.map((one) => isAsReviewed(one, draft)));
  if (held.length !== copies || genuine.includes(false))
    return failed({ type: 'not_what_was_reviewed' });
  const written = await writeCredentials(held as HeldCredential[]);
  return written.ok ? forgetDraft() : written;
}

async function newHolderKey() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const { x = '', y = '', d = '' } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return { kty: 'EC', crv: 'P-256', x, y, d } as const;
}

const formatted = v.object({ formatted: v.string() });
const boundTo = v.object({ cnf: v.object({ jwk: v.object({ x: v.string(), y: v.string() }) }) });

/** Signed by proofing, for this account, bound to our key, and saying what the person saw and confirmed. */
async function isAsReviewed(
  { credential: text, holderKey }: { credential: string; holderKey: JWK | undefined },
  { attributes, statedAddress, ssn, phone }: Draft,
): Promise<boolean> {
  try {
    const { proofing } = await registry();
    const key = await importJWK({ ...proofing.credentialKey }, 'ES256');
    const { payload } = await jwtVerify(text.split('~')[0] ?? '', key, {
      algorithms: ['ES256'],
      typ: credential.headerType,
      issuer: location.origin,
    });
    const bound = v.parse(boundTo, payload).cnf.jwk;
    const said = await disclosuresOf(text);
    return (
      attributes !== undefined &&
      payload['vct'] === credential.type &&
      bound.x === holderKey?.x &&
      bound.y === holderKey?.y &&
      said['account'] === vaultAccountId() &&
      said['given_name'] === attributes.givenName &&
      said['family_name'] === attributes.familyName &&
      said['birthdate'] === attributes.birthDate &&
      v.is(formatted, said['address']) &&
      said['address'].formatted === addressLines(statedAddress ?? attributes.address) &&
      (ssn === undefined || said['social_security_number'] === ssnText(ssn)) &&
      (phone === undefined || said['phone'] === phone)
    );
  } catch {
    return false;
  }
}
