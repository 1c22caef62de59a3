import { ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { unlessOutdated } from '../vault/json-record.ts';
import { isUnsealed } from '../vault/unsealed.ts';
import { forgetDraft, readDraft } from './draft.ts';

/**
 * Another application takes the place of the last one, where the bff opens another one; what is open stays open, with its draft. What is
 * sealed stays valid until the new one is issued, and what was issued and is not sealed yet is gone on with, unless it is to be left.
 */
export async function beginAnew({
  agencyClientId,
  unsealed = 'sealed-first',
}: {
  readonly agencyClientId?: string | undefined;
  readonly unsealed?: 'sealed-first' | 'left';
} = {}): Promise<Result<true, CallProblem>> {
  const kept = await unlessOutdated(readDraft());
  if (!kept.ok) return kept;
  const draft = kept.value;
  if (unsealed === 'sealed-first' && draft?.ticket !== undefined) {
    const read = await call('readProofing', {});
    if (!read.ok) return read;
    if (await isUnsealed(read.value.application)) return ok(true);
  }
  const started = await call('startProofing', {
    anew: true,
    ...(agencyClientId === undefined ? {} : { agencyClientId }),
  });
  if (!started.ok) return started;
  return started.value.applicationId === draft?.applicationId ? ok(true) : forgetDraft();
}
