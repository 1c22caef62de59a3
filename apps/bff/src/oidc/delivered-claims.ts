import { namesOfClaim, verifiedNames, type ClaimName } from '@signet/contracts/claims';
import { languages } from '@signet/contracts/languages';
import type { Agency } from '@signet/contracts/registry';
import { assertedAuthentication } from './assurance.ts';
import { readClaims } from './read-claims.ts';
import type { TokenContent } from './token-claims.ts';

type Known = {
  readonly issuer: string;
  readonly content: TokenContent;
  /** The addresses that were asked for, under their names. */
  readonly email: Readonly<Record<string, unknown>>;
  /** Seconds since the epoch. */
  readonly now: number;
};

type Asked = Readonly<Record<string, unknown>>;

/** The claims of one answer, in the words of the client's profile. */
export function deliveredClaims(
  agency: Agency,
  use: string,
  asked: Asked,
  known: Known,
): Record<string, unknown> {
  if (agency.profile === 'login.gov') return loginGovClaims(agency, use, asked, known);
  if (use !== 'userinfo') return {};
  const { release } = known.content;
  return readClaims(asked, {
    claims: { ...release?.claims, ...known.email },
    ...(release === undefined ? {} : { verification: release.verification }),
    verified: verifiedNames,
    now: known.now,
  });
}

export function hasAgreed({ attributes }: Agency, wanted: ClaimName): boolean {
  return attributes.some(({ claim }) => claim === wanted);
}

/** What Login.gov tells by `locale` and `x509`, of whose values the engine picks those that were asked for. Nobody signs in with a smart card, and what language a person reads is theirs. */
const ofNobody = {
  locale: languages[0],
  x509_subject: null,
  x509_issuer: null,
  x509_presented: false,
} as const;

/** Names that Login.gov does not have. */
const notLoginGov = ['name', 'phone_number', 'phone_number_verified', 'level', 'pathway'];

function loginGovClaims(agency: Agency, use: string, asked: Asked, known: Known) {
  const { content, email, issuer } = known;
  const attributes = Object.fromEntries(
    Object.entries({ ...content.release?.claims, ...email })
      .filter(([name]) => !notLoginGov.includes(name))
      .map(([name, value]) => [name, name === 'address' ? loginGovAddress(value) : value]),
  );
  const { acr, amr = [] } = content.signIn ?? {};
  const requested = (asked['aal'] as { readonly value?: unknown } | null | undefined)?.value;
  const signIn = { ial: acr, aal: assertedAuthentication(requested, amr) };
  if (use === 'userinfo') {
    const { verified_at: verifiedAt = null } = attributes;
    return {
      ...attributes,
      // What is sealed for the agency says it itself.
      ...(hasAgreed(agency, 'verified_at') && content.sealed === undefined
        ? { verified_at: verifiedAt }
        : {}),
      ...ofNobody,
      ...signIn,
      iss: issuer,
    };
  }
  const optedIn = (agency.idTokenAttributes ?? []).flatMap((claim) => namesOfClaim(claim));
  return {
    ...Object.fromEntries(Object.entries(attributes).filter(([name]) => optedIn.includes(name))),
    ...signIn,
  };
}

/** No country, and ZIP codes of five digits. */
function loginGovAddress(address: unknown): unknown {
  if (typeof address !== 'object' || address === null) return address;
  const { country: _country, ...rest } = address as Readonly<Record<string, unknown>>;
  const { postal_code: code, formatted } = rest;
  if (typeof code !== 'string' || typeof formatted !== 'string') return rest;
  const five = code.slice(0, 5);
  const [from, length] = [formatted.lastIndexOf(code), code.length];
  return {
    ...rest,
    postal_code: five,
    formatted:
      from === -1
        ? formatted
        : `${formatted.slice(0, from)}${five}${formatted.slice(from + length)}`,
  };
}
