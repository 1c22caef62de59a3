import { encodeAamva } from '@signet/evidence';
import { asPublished } from '@signet/contracts/policy/as-published';
import { judgeDocument } from '../examine/judge-document.ts';
import { connectSources } from '../sources/sources.ts';
import { ids } from './applicant.ts';
import type { House } from './house.ts';
import { attributes } from './person.ts';
import { card } from './photographs.ts';

/** What the step asks once it has read the photographs, which takes far longer than the checker: they are not read for each fault. */
export async function judgeRead(
  { config, clock }: House,
  photographs: { readonly front: string; readonly back: string },
) {
  const proofing = {
    sources: connectSources(config.deployment)(),
    profile: asPublished,
    now: () => new Date(clock.at),
  };
  const document = {
    front: Buffer.from(photographs.front, 'base64url'),
    back: Buffer.from(photographs.back, 'base64url'),
    barcode: encodeAamva(card),
  };
  const read = { attributes, consistent: true, document };
  const { outcome, facts, ticket } = await judgeDocument(proofing, ids, read);
  return { outcome, facts: { result: outcome.result, facts }, ticket };
}
