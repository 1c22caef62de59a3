export type AgencyName = 'harbor' | 'lantern';

export type SampleAgency = {
  /** First segment of every path of this agency. */
  readonly path: AgencyName;
  readonly clientId: string;
  readonly name: string;
  readonly purpose: string;
  readonly scopes: readonly string[];
};

/** Two agencies that know nothing of each other share this process; only their paths, keys and sessions tell them apart. */
export const agencies: Readonly<Record<AgencyName, SampleAgency>> = {
  harbor: {
    path: 'harbor',
    clientId: 'urn:signet:agency:harbor-licensing',
    name: 'Harbor Licensing Office',
    purpose: 'Apply for a small-craft license.',
    scopes: ['openid', 'email', 'profile', 'address', 'phone', 'social_security_number'],
  },
  lantern: {
    path: 'lantern',
    clientId: 'urn:signet:agency:lantern-pensions',
    name: 'Lantern Pension Board',
    purpose: 'See what your pension will be.',
    scopes: ['openid', 'profile:name', 'profile:birthdate', 'phone'],
  },
};
