/**
 * What an agency can be told of an account that it knows (OpenID RISC Profile 1.0 §2, and Login.gov's own names for what RISC has
 * none), and which of it an agency can tell. No event carries a value of the person.
 */
const risc = 'https://schemas.openid.net/secevent/risc/event-type';
const loginGov = 'https://schemas.login.gov/secevent/risc/event-type';

// prettier-ignore
export const toldToAgencies = {
  'account-purged':               { uri: `${risc}/account-purged`,               members: {} },
  'account-disabled':             { uri: `${risc}/account-disabled`,             members: { reason: 'hijacking' } },
  /** Where nobody suspects that it is in other hands: the person died, or Signet was mistaken. */
  'account-disabled-unsuspected': { uri: `${risc}/account-disabled`,             members: {} },
  'account-enabled':              { uri: `${risc}/account-enabled`,              members: {} },
  'identifier-changed':           { uri: `${risc}/identifier-changed`,           members: {} },
  'recovery-activated':           { uri: `${risc}/recovery-activated`,           members: {} },
  'recovery-information-changed': { uri: `${risc}/recovery-information-changed`, members: {} },
  'credential-compromise':        { uri: `${risc}/credential-compromise`,        members: { credential_type: 'password' } },
  'password-reset':               { uri: `${loginGov}/password-reset`,           members: {} },
  'reproof-completed':            { uri: `${loginGov}/reproof-completed`,        members: {} },
  'consent-revoked':              { uri: 'urn:signet:secevent:consent-revoked',  members: {} },
  'verification':                 { uri: 'https://schemas.openid.net/secevent/ssf/event-type/verification', members: {} },
} as const satisfies Record<string, { readonly uri: string; readonly members: Readonly<Record<string, string>> }>;

export type SignalName = keyof typeof toldToAgencies;

/**
 * What an agency may tell, and what follows for the account: an agency's word ends sessions, and of a stolen identity it suspends what was
 * proved, until an operator reinstates it. It never opens or deletes anything.
 */
// prettier-ignore
export const takenFromAgencies = {
  [`${loginGov}/authorization-fraud-detected`]: 'sign-in-suspected',
  [`${loginGov}/identity-fraud-detected`]:      'identity-suspected',
  [`${risc}/credential-compromise`]:            'sign-in-suspected',
} as const satisfies Record<string, 'sign-in-suspected' | 'identity-suspected'>;

export type Suspicion = (typeof takenFromAgencies)[keyof typeof takenFromAgencies];
