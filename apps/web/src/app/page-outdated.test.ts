import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readSharing, rememberSharing, rememberStop } from '../consent/agreements.ts';
import { readConnected } from '../consent/connected.ts';
import { beginAnew } from '../proofing/begin-anew.ts';
import {
  changeDraft,
  keepAnswered,
  keepPending,
  readDraft,
  type Draft,
} from '../proofing/draft.ts';
import { harbor } from '../testing/installation.ts';
import { applicationId, attributes, valuesIn } from '../testing/person.ts';
import { pretendBff } from '../testing/pretend-bff.ts';
import { newVault } from '../testing/stored-vault.ts';
import { keyChangeOf, rememberKeys, rememberRegistry } from '../vault/agency-keys.ts';
import { addCopies, credentialsIn, takeCopy, type HeldCredential } from '../vault/credentials.ts';
import { unlessOutdated, writeJsonRecord } from '../vault/json-record.ts';
import { holdVault, lock } from '../vault/this-tab.ts';
import { readRecord } from '../vault/vault-session.ts';

const at = '2031-03-09T10:00:00.000Z';
const draft: Draft = { applicationId, agreed: true };
const held: HeldCredential = {
  credential: 'e30.e30.c2ln~',
  holderKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd' },
  usedFor: null,
};
const agreement = {
  clientId: harbor.clientId,
  offered: ['given_name' as const],
  agreed: ['given_name' as const],
  emailId: null,
  allEmailIds: [],
  agreedAt: at,
  verifiedAt: null,
  batch: null,
  terms: '',
  stoppedAt: null,
  earlier: [],
};
const sharing = { agreements: [agreement], shared: [], cutShort: [], forgotten: 0 };
const answer = { agreement, claims: agreement.agreed, at, keyChanged: false, isRepeat: false };
const pending = { step: 'examine-document' as const, replyKey: 'A'.repeat(43), becomes: draft };
const registry = { version: 7, digest: 'of 7' };

/** What this page writes, and what it does with it; any member more is of a release to come. */
const kinds = {
  credentials: {
    known: [held],
    newer: [{ ...held, later: attributes.givenName }],
    reads: { 'the credential': credentialsIn },
    changes: {
      'more copies': () => addCopies([held], held),
      'a copy for an agency': () => takeCopy([held], harbor.clientId),
    },
  },
  'sharing-history': {
    known: sharing,
    newer: { ...sharing, later: attributes.givenName },
    reads: { 'what was shared': readSharing },
    changes: {
      'a share': () => rememberSharing(answer),
      'a stop': () => rememberStop(harbor.clientId),
      'the page of connected agencies': readConnected,
    },
  },
  'agency-keys': {
    known: { registry, agencies: [] },
    newer: { registry, agencies: [], later: attributes.givenName },
    reads: {
      'an older registry': () => rememberRegistry({ version: 1, digest: 'of 1' }),
      'a newer registry': () => rememberRegistry({ version: 8, digest: 'of 8' }),
      'whether a key changed': () => keyChangeOf(harbor),
      'the keys of an agency': () => rememberKeys(harbor),
    },
    changes: {},
  },
  'proofing-draft': {
    known: draft,
    newer: { ...draft, later: attributes.givenName },
    reads: { 'the draft': readDraft },
    changes: {
      'the next page': () => changeDraft(draft, { ...draft, agreed: false }),
      'a step under way': () => keepPending(draft, pending),
      'an answer': () => keepAnswered(draft, pending.replyKey),
      'to begin anew': () => beginAnew(),
    },
  },
} as const;

type Purpose = keyof typeof kinds;
type Act = () => Promise<unknown>;
const acts = (of: 'reads' | 'changes') =>
  (Object.keys(kinds) as Purpose[]).flatMap((purpose) =>
    Object.entries<Act>(kinds[purpose][of]).map(([what, act]) => [purpose, what, act] as const),
  );
const textOf = async (purpose: Purpose) => new TextDecoder().decode(await readRecord(purpose));

let network: ReturnType<typeof pretendBff>;
beforeEach(async () => {
  const vault = await newVault();
  network = pretendBff({ ...vault.answers, readConnections: () => ({ connections: [] }) });
  holdVault(vault.open, vault.kept.stored);
});
afterEach(async () => {
  lock();
  await rememberRegistry(registry);
});

describe('a page that is older than a record neither takes it for none nor writes over it (VAULT-12)', () => {
  test.each(acts('reads'))('%s: %s', async (purpose, _what, act) => {
    await writeJsonRecord(purpose, kinds[purpose].newer);
    const sent = network.asked.length;
    const read = act().catch((cause: Error) => cause);
    expect(await read).toMatchObject({ code: 'page_outdated' });
    expect(valuesIn(String(await read))).toEqual([]);
    expect(network.asked).toHaveLength(sent);
    expect(await textOf(purpose)).toBe(JSON.stringify(kinds[purpose].newer));
  });

  test.each(acts('changes'))('%s: %s', async (purpose, _what, act) => {
    await writeJsonRecord(purpose, kinds[purpose].newer);
    expect(await act()).toEqual({ ok: false, error: { type: 'problem', code: 'page_outdated' } });
    expect(await textOf(purpose)).toBe(JSON.stringify(kinds[purpose].newer));
  });

  test.each(acts('reads').filter(([purpose]) => purpose !== 'agency-keys'))(
    'but reads its own: %s, %s',
    async (purpose, _what, act) => {
      await writeJsonRecord(purpose, kinds[purpose].known);
      expect(await act()).toEqual(kinds[purpose].known);
    },
  );

  test('and any other error stays what it is', async () => {
    const other = new Error('another');
    await expect(unlessOutdated(Promise.reject(other))).rejects.toBe(other);
  });
});

test.each([
  [
    'a number that is taken no more',
    { ...draft, phone: '+14165550143' },
    { phone: '+14165550143' },
  ],
  ['one step under way, alone', { ...draft, pending }, { pending: [pending] }],
])('a draft of an earlier release is read: %s (VAULT-12)', async (_what, earlier, read) => {
  expect(await writeJsonRecord('proofing-draft', earlier)).toMatchObject({ ok: true });
  expect(await readDraft()).toEqual({ ...draft, ...read });
});
