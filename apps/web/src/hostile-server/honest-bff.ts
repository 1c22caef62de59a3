import { server } from '@serenity-kit/opaque';
import { base64url } from 'jose';
import { readManifest, type StoredVault } from '@signet/vault';
import type { InputOf } from '@signet/contracts/operation';
import type { KeyStretching, PasswordRegistration } from '@signet/contracts/key-stretching';
import { opaqueIdentifiers } from '@signet/contracts/opaque';
import type { operationTable } from '@signet/contracts/operation-table';
import { askedBy } from '../testing/asked-by.ts';
import { harbor, origin } from '../testing/installation.ts';
import { applicationId, email } from '../testing/person.ts';
import { refused, type Answers } from '../testing/pretend-bff.ts';

type Input<Name extends keyof typeof operationTable> = InputOf<(typeof operationTable)[Name]>;

type Params = Readonly<Record<string, string>>;

const clock = {
  now: '2031-03-09T09:50:00.000Z',
  idleEndsAt: '2031-03-09T10:05:00.000Z',
  absoluteEndsAt: '2031-03-09T21:50:00.000Z',
};

/** What the bff keeps of one person: nothing that opens anything. */
export type Account = {
  readonly accountId: string;
  readonly slotId: string;
  readonly opaqueRecord: string;
  readonly stretching: KeyStretching;
  readonly recoveryDigest: string;
  readonly vault: StoredVault;
};

/** What the bff has: its OPAQUE key, one account, and what is under way. */
export type Store = {
  readonly serverSetup: string;
  account: Account;
  signedIn: boolean;
  attempt?: string;
  pending?: Input<'keepPending'>;
  granted?: Input<'grantConsent'>;
};

function keptOf({ record, stretching }: PasswordRegistration) {
  return { opaqueRecord: record, stretching };
}

export const resumePath = '/openid_connect/authorize/an-interaction';
/** A request of an agency with sealed delivery. */
export const sealedRequest = {
  uid: 'a-sealed-interaction',
  clientId: 'urn:test:cedar',
  redirectUri: 'https://cedar.example.test/callback',
  resume: '/openid_connect/authorize/a-sealed-interaction',
} as const;
const attemptId = 'att_00000000000000000000000001';

/** KE2 for whoever asks, as the bff makes it (RFC 9807 §6.3.2.2). */
export function loginResponse(
  { serverSetup, account }: Pick<Store, 'serverSetup' | 'account'>,
  startLoginRequest: string,
  issuer = origin,
) {
  return server.startLogin({
    serverSetup,
    userIdentifier: account.accountId,
    registrationRecord: account.opaqueRecord === '' ? null : account.opaqueRecord,
    startLoginRequest,
    identifiers: opaqueIdentifiers(issuer, account.accountId),
  });
}

/** The bff as it should be, for one person: real OPAQUE, compare-and-set, two phases. Relaying to proofing is not its own work. */
export function honestBff(store: Store, relay: Answers['submitStep']): Answers {
  const digestOf = async (proof: string) =>
    base64url.encode(
      new Uint8Array(await crypto.subtle.digest('SHA-256', base64url.decode(proof).slice())),
    );
  const version = () => readManifest(store.account.vault.manifest).version;
  const keep = (next: Partial<StoredVault>) => {
    store.account = { ...store.account, vault: { ...store.account.vault, ...next } };
    return { manifestVersion: version() };
  };
  const without = (purposes: readonly string[]) =>
    store.account.vault.records.filter(({ purpose }) => !purposes.includes(purpose));
  const begin = ({ startLoginRequest }: { readonly startLoginRequest: string }) => {
    const begun = loginResponse(store, startLoginRequest);
    store.attempt = begun.serverLoginState;
    const { accountId, stretching } = store.account;
    return { attemptId, accountId, loginResponse: begun.loginResponse, stretching };
  };
  const finish = ({ finishLoginRequest }: Input<'finishUnlock'>) => {
    const { attempt: serverLoginState = '', account } = store;
    const identifiers = opaqueIdentifiers(origin, account.accountId);
    try {
      server.finishLogin({ serverLoginState, finishLoginRequest, identifiers });
      return true;
    } catch {
      return false;
    }
  };
  const register = ({ registrationRequest }: Input<'beginPassword'>) => ({
    ...server.createRegistrationResponse({
      serverSetup: store.serverSetup,
      userIdentifier: store.account.accountId,
      registrationRequest,
    }),
    begun: 'a.beginning',
  });
  const commit = async (
    { proof, expectedManifestVersion }: Input<'commitVault'>,
    digest: string | undefined,
    next: () => Partial<StoredVault>,
  ) => {
    if (digest !== (await digestOf(proof)) || expectedManifestVersion !== version())
      return refused('vault_moved_on');
    const { registration, recoveryProofDigest } = store.pending ?? {};
    store.account = {
      ...store.account,
      ...(registration === undefined ? {} : keptOf(registration)),
      recoveryDigest: recoveryProofDigest ?? store.account.recoveryDigest,
    };
    delete store.pending;
    return keep(next());
  };

  return {
    readSession: () =>
      store.signedIn
        ? { stage: 'enrolling', accountId: store.account.accountId, email, ...clock }
        : { stage: 'first-factor', secondFactors: ['totp'], resetting: false, ...clock },
    beginPassword: register,
    finishPassword: ({ registration, vault, recoveryProofDigest }: Input<'finishPassword'>) => {
      store.account = {
        ...store.account,
        ...keptOf(registration),
        recoveryDigest: recoveryProofDigest,
        vault,
      };
      store.signedIn = true;
      return {};
    },
    beginSignIn: begin,
    finishSignIn: (input: Input<'finishSignIn'>) =>
      finish(input) ? { secondFactors: ['totp'] } : refused('wrong_credentials'),
    submitTotp: () => {
      store.signedIn = true;
      return {};
    },
    sendTextCode: () => ({ phoneEnding: '78', expiresAt: '2030-01-01T00:00:00.000Z' }),
    submitTextCode: () => {
      store.signedIn = true;
      return {};
    },
    beginNewSecondFactor: () => ({ readyAt: '2030-01-01T00:00:00.000Z' }),
    beginReplacement: (input: Input<'beginReplacement'>) => ({
      ...register(input),
      accountId: store.account.accountId,
      passwordSlotId: store.account.slotId,
    }),
    finishReplacement: (made: Input<'finishReplacement'>) => {
      const { registration, recoveryProofDigest: recoveryDigest, vault } = made;
      store.account = { ...store.account, ...keptOf(registration), recoveryDigest, vault };
      return {};
    },
    noteRecoveryKeyChecked: () => ({ keyCheckedAt: '2030-01-01T00:00:00.000Z' }),
    beginUnlock: begin,
    finishUnlock: (input: Input<'finishUnlock'>) =>
      finish(input) ? {} : refused('wrong_credentials'),
    beginRecovery: () => ({ attemptId, accountId: store.account.accountId }),
    finishRecovery: async ({ proof }: Input<'finishRecovery'>) =>
      (await digestOf(proof)) === store.account.recoveryDigest
        ? { secondFactors: ['totp'] }
        : refused('wrong_credentials'),

    readVault: () =>
      store.signedIn
        ? { vault: store.account.vault, manifestVersion: version() }
        : refused('signed_out'),
    writeRecord: ({ record, manifest, expectedManifestVersion }: Input<'writeRecord'>) =>
      expectedManifestVersion === version()
        ? keep({ manifest, records: [...without([record.purpose]), record] })
        : refused('vault_moved_on'),
    removeRecord: ({ purpose, manifest, expectedManifestVersion }: Input<'removeRecord'>) =>
      expectedManifestVersion === version()
        ? keep({ manifest, records: without([purpose]) })
        : refused('vault_moved_on'),

    beginNewPassword: register,
    keepPending: (pending: Input<'keepPending'>) => {
      store.pending = pending;
      return {};
    },
    readPending: () => ({ change: store.pending?.change ?? null }),
    commitSlot: (input: Input<'commitSlot'>) => {
      const change = store.pending?.change;
      return commit(input, change?.kind === 'slot' ? change.slot.proofDigest : undefined, () => ({
        manifest: input.manifest,
        slots: [
          ...store.account.vault.slots.filter(({ slotId }) => slotId !== input.slot.slotId),
          input.slot,
        ],
        records: without(input.removeRecords),
      }));
    },
    commitVault: (input: Input<'commitVault'>) => {
      const change = store.pending?.change;
      const vault = change?.kind === 'vault' ? change.vault : undefined;
      return commit(input, vault?.proofDigest, () => vault?.vault ?? {});
    },

    submitStep: relay ?? (() => refused('temporarily_unavailable')),
    readInteraction: (_none: object, { uid }: Params) =>
      askedBy(uid === sealedRequest.uid ? sealedRequest.clientId : harbor.clientId, {
        requestedClaims: ['given_name'],
        byScope: ['given_name'],
      }),
    grantConsent: (granted: Input<'grantConsent'>, { uid }: Params) => {
      store.granted = granted;
      return { resume: uid === sealedRequest.uid ? sealedRequest.resume : resumePath };
    },
  };
}

/** Where the provider takes the person after their yes. */
export const backAtTheAgency = { location: `${harbor.redirectUris[0]}?code=C&state=s` };
export const backAtTheSealed = { location: `${sealedRequest.redirectUri}?code=C&state=s` };

export const application = {
  applicationId,
  state: 'document-examined',
  agencyClientId: null,
  awaitsLetter: false,
  review: null,
  attempts: [],
} as const;
