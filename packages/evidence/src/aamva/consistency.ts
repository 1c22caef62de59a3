import type { AamvaPayload } from './card.ts';

export type Finding = {
  readonly check: (typeof checks)[number]['name'];
  readonly severity: 'hard' | 'soft' | 'informational';
  readonly result: 'pass' | 'flag' | 'not_applicable';
};

type Verdict = boolean | undefined;

/**
 * What can be checked of an unsigned barcode without asking anyone. A pass means `consistent`, never `authentic`: whoever can
 * print a card can print a barcode that passes. `npm run -s measure:consistency` prints how often honest cards are flagged (`docs/barcode.md`).
 */
const checks = [
  {
    name: 'issuer-is-the-region',
    severity: 'hard',
    // Whoever serves abroad keeps the licence of home, and lives at a military address.
    holds: ({ card }: AamvaPayload): Verdict =>
      ['AA', 'AE', 'AP'].includes(card.address.region ?? '')
        ? undefined
        : same(card.issuer, card.address.region),
  },
  {
    name: 'dates-in-order',
    severity: 'hard',
    holds: ({ card }: AamvaPayload): Verdict =>
      inOrder(card.birthDate, card.issueDate, card.expiryDate),
  },
  {
    name: 'old-enough-at-issue',
    severity: 'hard',
    // An ID card may be a small child's: most states have no age for it.
    holds: ({ card }: AamvaPayload): Verdict =>
      card.documentType === 'id-card'
        ? undefined
        : yearsBetween(card.birthDate, card.issueDate, (years) => years >= 14),
  },
  {
    name: 'mandatory-elements',
    severity: 'soft',
    holds: ({ card }: AamvaPayload): Verdict =>
      card.version < 4
        ? undefined
        : Boolean(
            card.familyName &&
            card.givenName &&
            card.documentNumber &&
            card.birthDate &&
            (card.expiryDate || card.neverExpires) &&
            card.issueDate &&
            card.address.street &&
            card.address.city,
          ),
  },
  {
    name: 'truncation-flags',
    severity: 'soft',
    holds: ({ card }: AamvaPayload): Verdict =>
      card.version < 4
        ? undefined
        : card.truncated.familyName !== 'unknown' || card.truncated.givenName !== 'unknown',
  },
  {
    name: 'validity-at-most-12-years',
    severity: 'informational',
    holds: ({ card }: AamvaPayload): Verdict =>
      yearsBetween(card.issueDate, card.expiryDate, (years) => years <= 12),
  },
  {
    name: 'document-discriminator',
    severity: 'informational',
    holds: ({ card }: AamvaPayload): Verdict =>
      card.version < 3 ? undefined : card.documentDiscriminator !== undefined,
  },
] as const;

export function checkConsistency(payload: AamvaPayload): {
  readonly result: 'consistent' | 'inconsistent';
  readonly findings: readonly Finding[];
} {
  const findings = checks.map(({ name, severity, holds }): Finding => {
    const verdict = holds(payload);
    return {
      check: name,
      severity,
      result: verdict === undefined ? 'not_applicable' : verdict ? 'pass' : 'flag',
    };
  });
  const flagged = findings.some(({ severity, result }) => severity === 'hard' && result === 'flag');
  return { result: flagged ? 'inconsistent' : 'consistent', findings };
}

function same(one: string | undefined, other: string | undefined): Verdict {
  return one === undefined || other === undefined ? undefined : one === other;
}

function inOrder(...dates: (string | undefined)[]): Verdict {
  const known = dates.filter((date) => date !== undefined);
  return known.length < 2
    ? undefined
    : known.every((date, at) => at === 0 || (known[at - 1] ?? '') < date);
}

function yearsBetween(
  from: string | undefined,
  to: string | undefined,
  holds: (years: number) => boolean,
): Verdict {
  if (from === undefined || to === undefined) return undefined;
  return holds((Date.parse(to) - Date.parse(from)) / (365.25 * 86_400_000));
}
