import { useLingui } from '@lingui/react/macro';
import { claims, type ClaimName } from '@signet/contracts/claims';
import type { Agency } from '@signet/contracts/registry';
import { useAssuranceNames } from '../app/assurance-names.ts';
import { longDate, phoneText } from '../vault/plain-text.ts';
import { MaskedValue } from '../ui/masked-value.tsx';
import type { SummaryRow } from '../ui/summary-list.tsx';
import { inOurLanguage } from '../app/in-our-language.ts';
import { localeHere } from '../app/speak.ts';

/** Of the person, beside what their credential says openly. */
export type ClaimValues = Partial<Record<ClaimName | 'level' | 'pathway' | 'exp', unknown>>;

/** How each claim is called and written for the person whose it is. */
export function useClaimTexts() {
  const { t } = useLingui();
  const names: Record<ClaimName, string> = {
    given_name: t({ id: 'claim.given-name', message: 'First name' }),
    family_name: t({ id: 'claim.family-name', message: 'Last name' }),
    birthdate: t({ id: 'claim.birthdate', message: 'Birth date' }),
    address: t({ id: 'claim.address', message: 'Address' }),
    social_security_number: t({ id: 'claim.ssn', message: 'Social Security number' }),
    phone: t({ id: 'claim.phone', message: 'Phone number' }),
    age_over_18: t({ id: 'claim.over-18', message: 'That you are 18 or older' }),
    age_over_21: t({ id: 'claim.over-21', message: 'That you are 21 or older' }),
    region_of_residence: t({ id: 'claim.region', message: 'State you live in' }),
    verified_at: t({ id: 'claim.verified-at', message: 'When you were verified' }),
    evidence: t({ id: 'claim.evidence', message: 'What you proved it with' }),
    email: t({ id: 'claim.email', message: 'E-mail address' }),
    all_emails: t({ id: 'claim.all-emails', message: 'All your e-mail addresses' }),
  };
  const { evidenceOf } = useAssuranceNames();
  const yes = t({ id: 'claim.yes', message: 'Yes' });
  const no = t({ id: 'claim.no', message: 'No' });
  return {
    nameOf: (claim: ClaimName) => names[claim],
    textOf: (claim: ClaimName, value: unknown) =>
      claim === 'evidence' && Array.isArray(value)
        ? value.map(evidenceOf).join(', ')
        : textOf(claim, value, yes, no),
  };
}

/** One row per claim: the value itself, what it is for, how long it is kept. */
export function useClaimRows(
  agency: Agency,
  wanted: readonly ClaimName[],
  values: ClaimValues,
): SummaryRow[] {
  const { t } = useLingui();
  const { nameOf, textOf: write } = useClaimTexts();
  return wanted.map((claim) => {
    const attribute = agency.attributes.find((one) => one.claim === claim);
    const text = write(claim, values[claim]);
    const purpose = inOurLanguage(attribute?.purpose) ?? '';
    const retention = inOurLanguage(attribute?.retention) ?? '';
    return {
      term: nameOf(claim),
      value: claims[claim].masked ? <MaskedValue value={text} label={nameOf(claim)} /> : text,
      note: t({ id: 'claim.note', message: `${purpose}. Kept: ${retention}.` }),
    };
  });
}

/**
 * How sure Signet is and how that came: it goes with every proofed claim (AGENCY-1), and a credential, where the agency gets it whole, says
 * besides until when it holds. None where nothing proofed is wanted.
 */
export function useProofRow(
  { delivery }: Pick<Agency, 'delivery'>,
  wanted: readonly ClaimName[],
  { level, pathway, exp }: ClaimValues,
): SummaryRow[] {
  const { t } = useLingui();
  const { levelOf, pathwayOf } = useAssuranceNames();
  if (!wanted.some((claim) => claims[claim].proofed)) return [];
  const known = [levelOf(level), pathwayOf(pathway)].filter((one) => one !== '').join(', ');
  const until = dayInUtc(Number(exp));
  return [
    {
      term: t({ id: 'claim.proof', message: 'How sure Signet is, and how you proved it' }),
      value:
        delivery === 'sealed' && typeof exp === 'number'
          ? t({ id: 'claim.proof.until', message: `${known}; valid until ${until}` })
          : known,
      note: t({ id: 'claim.proof.note', message: 'Goes along with what you proved.' }),
    },
  ];
}

function textOf(claim: ClaimName, value: unknown, yes: string, no: string): string {
  if (claim === 'address' && value !== null && typeof value === 'object' && 'formatted' in value)
    return String(value.formatted);
  if (claim === 'birthdate') return longDate(String(value));
  if (claim === 'phone') return phoneText(String(value));
  if (claim === 'verified_at') return dayInUtc(Number(value));
  if (Array.isArray(value)) return value.join('\n');
  if (typeof value === 'boolean') return value ? yes : no;
  return String(value);
}

function dayInUtc(seconds: number): string {
  return new Intl.DateTimeFormat(localeHere(), { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(seconds * 1000),
  );
}
