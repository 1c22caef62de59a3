import type { SampleAgency } from '../agencies.ts';
import type { SignedInPerson } from '../sessions.ts';

/** What Signet says without a credential. */
const ofTheAccount = new Set(['sub', 'iss', 'email', 'email_verified', 'all_emails', 'ial', 'aal']);

/** What was checked before anything was believed, in words; each of them is a check that `finish-sign-in.ts` makes. */
export function checksOf(
  agency: SampleAgency,
  { tokenType, sealed, userinfo }: Pick<SignedInPerson, 'tokenType' | 'sealed' | 'userinfo'>,
): string[] {
  const ofTheCredential = Object.keys(userinfo).some((claim) => !ofTheAccount.has(claim));
  return [
    'The answer carries our state, and the name of the issuer that we asked (RFC 9207).',
    'The code was redeemed with our signed assertion and the PKCE verifier of this browser.',
    'The ID token: signature, issuer, audience, expiry, and the nonce of our request.',
    'Userinfo is about the same subject as the ID token.',
    ...(agency.style === 'fapi2'
      ? ['The request was pushed and signed for, before the browser left.']
      : []),
    ...(tokenType === 'dpop' ? ['The access token works with our DPoP key only (RFC 9449).'] : []),
    ...(sealed === undefined
      ? ofTheCredential
        ? ['Signet checked the credential: signature, holder, audience, nonce, age, revocation.']
        : []
      : [
          'The ID token carries the digest of what was sealed.',
          'The credential is signed by the issuer that the signed registry names.',
          'Its holder signed for this agency, for our nonce, within five minutes.',
          'The browser that came back brought the secret that they signed, too.',
          'Nothing was shown twice or put in place of something else.',
          'It has not expired, and the status list says that it stands.',
        ]),
  ];
}
