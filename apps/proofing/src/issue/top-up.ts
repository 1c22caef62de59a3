import { asOf } from '@signet/contracts/ages';
import { credential } from '@signet/contracts/claims';
import { topUpNonce } from '@signet/contracts/proofing-wire';
import type { StepVerb } from '../step.ts';
import { Refused } from '../wire/refused.ts';
import { copiesFor } from './copies-for.ts';
import { CopyRefused, openCopy } from './open-copy.ts';
import { dayOf, signCredential } from './sign-credential.ts';

const carried: readonly string[] = [...credential.open, ...credential.disclosable];

/**
 * More copies of what was established already, without proofing again: what the shown copy says is signed again for the new
 * keys, to the same end. No value changes but for an age that was reached meanwhile, and no life is prolonged.
 */
export const topUp: StepVerb<'top-up'> = async (
  proofing,
  { presentation, holderKeys },
  { statement },
) => {
  const { accountId, verifiedAt, shown: place } = statement;
  if (verifiedAt === undefined || place === undefined) throw new Refused('statement_not_accepted');
  const copies = copiesFor(holderKeys, statement);
  const at = proofing.now();
  try {
    const shown = await openCopy(proofing, presentation, {
      accountId,
      nonce: await topUpNonce(holderKeys),
      at,
      verifiedAt: new Date(verifiedAt),
      place,
    });
    const same = Object.fromEntries(
      Object.entries(shown).filter(([name]) => carried.includes(name)),
    );
    const claims = { ...asOf(same, at), iat: dayOf(at) };
    const credentials = await Promise.all(
      copies.map((copy) => signCredential(proofing, claims, copy)),
    );
    return { outcome: { result: 'issued', credentials }, facts: [] };
  } catch (problem) {
    if (!(problem instanceof CopyRefused)) throw problem;
    return { outcome: { result: 'not_accepted' }, facts: [] };
  }
};
