import { namesOfClaim, verifiedNames } from '@signet/contracts/claims';
import type { Agency } from '@signet/contracts/registry';
import { assertedAuthentication } from './assurance.ts';
import { readClaims } from './read-claims.ts';
import type { TokenContent } from './token-claims.ts';

type Known = {
  readonly issuer: string;
  readonly content: TokenContent;
  /** The address and that it is confirmed, if both were asked for. */
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

/** Names that Login.gov does not have. */
const notLoginGov = ['name', 'phone_number', 'phone_number_verified', 'level', 'pathway'];

function loginGovClaims(agency: Agency, use: string, asked: Asked, known: Known) {
  const { content, email, issuer } = known;
  const attributes = Object.fromEntries(
    Object.entries({ ...content.release?.claims, ...email })
      .filter(([name]) => !notLoginGov.includes(name))
      .map(([name, value]) => [name, name === 'address' ? withoutCountry(value) : value]),
  );
  const { acr, amr = [] } = content.signIn ?? {};
  const requested = (asked['aal'] as { readonly value?: unknown } | null | undefined)?.value;
  const signIn = { ial: acr, aal: assertedAuthentication(requested, amr) };
  if (use === 'userinfo') return { ...attributes, ...signIn, iss: issuer };
  const optedIn = (agency.idTokenAttributes ?? []).flatMap((claim) => namesOfClaim(claim));
  return {
    ...Object.fromEntries(Object.entries(attributes).filter(([name]) => optedIn.includes(name))),
    ...signIn,
  };
}

function withoutCountry(address: unknown): unknown {
  if (typeof address !== 'object' || address === null) return address;
  return Object.fromEntries(Object.entries(address).filter(([name]) => name !== 'country'));
}
