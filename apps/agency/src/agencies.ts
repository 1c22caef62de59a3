export type AgencyName = 'harbor' | 'lantern' | 'granite' | 'meridian';

export type SampleAgency = {
  /** First segment of every path of this agency. */
  readonly path: AgencyName;
  readonly clientId: string;
  readonly name: string;
  readonly purpose: string;
  /** What this sample shows to whoever writes a client. */
  readonly shows: string;
  readonly scopes: readonly string[];
  /** How it asks: plain OpenID Connect, as a client of Login.gov, or by the FAPI 2.0 security profile. */
  readonly style: 'standard' | 'login.gov' | 'fapi2';
  /** Whether what is shared comes at userinfo, or sealed to this agency's own key. */
  readonly delivery: 'split-code' | 'sealed';
};

/** Agencies that know nothing of each other share this process; only their paths, keys and sessions tell them apart. */
export const agencies: Readonly<Record<AgencyName, SampleAgency>> = {
  harbor: {
    path: 'harbor',
    clientId: 'urn:signet:agency:harbor-licensing',
    name: 'Harbor Licensing Office',
    purpose: 'Apply for a small-craft license.',
    shows: 'Plain OpenID Connect: code, PKCE, a signed assertion, userinfo.',
    scopes: ['openid', 'email', 'profile', 'address', 'phone', 'social_security_number'],
    style: 'standard',
    delivery: 'split-code',
  },
  lantern: {
    path: 'lantern',
    clientId: 'urn:signet:agency:lantern-pensions',
    name: 'Lantern Pension Board',
    purpose: 'See what your pension will be.',
    shows: 'A client as Login.gov knows it: acr values, scopes and select_account.',
    scopes: ['openid', 'profile:name', 'profile:birthdate', 'phone'],
    style: 'login.gov',
    delivery: 'split-code',
  },
  granite: {
    path: 'granite',
    clientId: 'urn:signet:agency:granite-tax',
    name: 'Granite Tax Office',
    purpose: 'See your tax account.',
    shows: 'FAPI 2.0: the request is pushed first, and tokens are bound to a key by DPoP.',
    scopes: ['openid', 'profile:name', 'social_security_number'],
    style: 'fapi2',
    delivery: 'split-code',
  },
  meridian: {
    path: 'meridian',
    clientId: 'urn:signet:agency:meridian-health',
    name: 'Meridian Health Coverage',
    purpose: 'Find out which health plan covers you.',
    shows: 'Sealed delivery: only this agency can open what is shared.',
    scopes: ['openid', 'email', 'profile:name', 'profile:birthdate', 'address'],
    style: 'standard',
    delivery: 'sealed',
  },
};
