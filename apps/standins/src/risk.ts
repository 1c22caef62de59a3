import type { SharedSecret } from './credentials.ts';
import { createVerifier, refuseUnless } from './signature.ts';
import { json, parseObject, referenceIn, type SourceEndpoint } from './source-endpoint.ts';

const fields = ['transactionRef', 'evidence', 'jurisdiction', 'ageBand', 'documentLife'] as const;

export const riskAnswers = ['low', 'review', 'high'] as const;
export type RiskAnswer = (typeof riskAnswers)[number];

/** A risk service: sees bands and kinds only. A document that ends soon is looked at by people; `says` overrides for a test. */
export function risk(
  shared: SharedSecret,
  says: { next(): RiskAnswer | undefined },
  now: () => number,
): SourceEndpoint {
  const path = '/risk/v1/assess';
  return {
    endpoint: 'risk',
    path,
    limitBytes: 4_000,
    refuse: refuseUnless(path, createVerifier(shared, now)),
    async answer(body, wrongly) {
      const parsed = parseObject(body, fields);
      if (!parsed.ok) return { reply: json(400, { error: parsed.error }), fields: [] };
      const answer = {
        transactionRef: referenceIn(parsed.value, 'transactionRef', wrongly),
        risk: says.next() ?? (parsed.value['documentLife'] === 'ends-soon' ? 'review' : 'low'),
      };
      return { reply: json(200, answer), fields };
    },
  };
}

/** What the risk service is told to say, so often or until it is told otherwise. */
export function createSays() {
  let told: { answer: RiskAnswer; left: number } | undefined;
  return {
    tell(answer: RiskAnswer | undefined, times = Number.POSITIVE_INFINITY): void {
      told = answer === undefined ? undefined : { answer, left: times };
    },
    next(): RiskAnswer | undefined {
      if (told === undefined || told.left <= 0) return undefined;
      told.left -= 1;
      return told.answer;
    },
  };
}

export type Says = ReturnType<typeof createSays>;
