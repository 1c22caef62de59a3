import { createVault } from '../../create-vault.ts';
import { utf8 } from '../../crypto/bytes.ts';
import { sealRecord } from '../../seal-record.ts';
import type { RecordPurpose } from '../../sealed/record.ts';
import type { StoredVault } from '../../sealed/stored-vault.ts';
import { freezeSecret, type FrozenSecret } from '../frozen-secret.ts';
import { written } from '../sample.ts';
import type { VaultSecret } from '../../vault-secret.ts';

export interface VaultVectors {
  readonly accountId: string;
  readonly stored: StoredVault;
  /** What each record holds, as text. */
  readonly contents: Readonly<Partial<Record<RecordPurpose, string>>>;
  readonly secrets: Readonly<Record<'password' | 'recoveryKey' | 'wrongPassword', FrozenSecret>>;
  readonly cases: readonly VaultCase[];
}

export interface VaultCase {
  readonly title: string;
  /** Made to `stored` in this order; without a value, the path is deleted. */
  readonly changes: readonly { readonly path: readonly (string | number)[]; readonly value?: unknown }[];
  readonly secret: keyof VaultVectors['secrets'];
  readonly accountId?: string;
  readonly lowestAcceptedVersion?: number;
  /** `opens`, `wrong_secret`, `no_such_slot`, or the code of the refusal. */
  readonly outcome: string;
}

const accountId = 'sub_example';
const exportKey = Uint8Array.from({ length: 64 }, (_, index) => index);
const wrong: VaultSecret = { kind: 'password', exportKey: new Uint8Array(64) };

export async function vaultVectors(): Promise<VaultVectors> {
  const make = async () => {
    const made = await createVault({ accountId, passwordSecret: exportKey, slotId: 'slt_one' });
    const older = await sealRecord(made.vault, 'credentials', utf8('older'));
    const newer = await sealRecord(older.next, 'credentials', utf8('newer'));
    const olderStored = written(made.stored, older);
    return { ...made, olderStored, stored: written(olderStored, newer) };
  };
  const mine = await make();
  const other = await make();
  return {
    accountId,
    stored: mine.stored,
    contents: { 'recovery-key-to-show': mine.recoveryKey, 'credentials': 'newer' },
    secrets: {
      password: freezeSecret({ kind: 'password', exportKey }),
      recoveryKey: freezeSecret({ kind: 'recovery-key', key: mine.recoveryKey }),
      wrongPassword: freezeSecret(wrong),
    },
    cases: vaultCases(mine, other.stored),
  };
}

function vaultCases(
  { stored, olderStored }: { stored: StoredVault; olderStored: StoredVault },
  other: StoredVault,
): VaultCase[] {
  const secret = 'password';
  const change = (title: string, outcome: string, ...changes: VaultCase['changes']): VaultCase => {
    return { title, changes, secret, outcome };
  };
  const [passwordSlot, recoverySlot] = stored.slots;
  return [
    { title: 'the password opens it', changes: [], secret, outcome: 'opens' },
    { title: 'the recovery key opens it', changes: [], secret: 'recoveryKey', outcome: 'opens' },
    { title: 'at the pinned version', changes: [], secret, lowestAcceptedVersion: 3, outcome: 'opens' },
    change('the order of slots and records does not matter', 'opens', { path: ['slots'], value: stored.slots.toReversed() }, { path: ['records'], value: stored.records.toReversed() }),
    { title: 'a wrong password', changes: [], secret: 'wrongPassword', outcome: 'wrong_secret' },
    { title: 'below the pinned version', changes: [], secret, lowestAcceptedVersion: 4, outcome: 'version_rollback' },
    { ...change('the version before, whole', 'version_rollback', { path: ['manifest'], value: olderStored.manifest }, { path: ['records'], value: olderStored.records }), lowestAcceptedVersion: 3 },
    { title: 'asked for as another account', changes: [], secret, accountId: 'sub_another', outcome: 'wrong_account' },
    { ...change('renamed to another account', 'wrong_secret', { path: ['accountId'], value: 'sub_another' }), accountId: 'sub_another' },
    change('the record before, under the manifest of now', 'records_differ', { path: ['records'], value: olderStored.records }),
    change('the manifest before, over the records of now', 'records_differ', { path: ['manifest'], value: olderStored.manifest }),
    change('the manifest of another vault', 'manifest_altered', { path: ['manifest'], value: other.manifest }),
    change('the recovery slot taken away', 'slots_differ', { path: ['slots'], value: [passwordSlot] }),
    { ...change('the password slot taken away', 'no_such_slot', { path: ['slots'], value: [recoverySlot] }) },
    change('a passkey slot planted', 'slots_differ', { path: ['slots', 2], value: { ...recoverySlot, kind: 'passkey', slotId: 'slt_two' } }),
    change('the password slot of another vault', 'manifest_altered', { path: ['slots', 0], value: other.slots[0] }),
    change('the recovery slot of another vault', 'slots_differ', { path: ['slots', 1], value: other.slots[1] }),
    change('the epoch of the slot that opens', 'wrong_secret', { path: ['slots', 0, 'epoch'], value: 2 }),
    change('the epoch of the slot beside it', 'slots_differ', { path: ['slots', 1, 'epoch'], value: 2 }),
    change('the kinds of two slots exchanged', 'wrong_secret', { path: ['slots', 0, 'kind'], value: 'recovery-key' }, { path: ['slots', 1, 'kind'], value: 'password' }),
    change('two password slots', 'malformed', { path: ['slots', 1, 'kind'], value: 'password' }),
    change('one slot id twice', 'malformed', { path: ['slots', 1, 'slotId'], value: 'slt_one' }),
    change('no slots', 'malformed', { path: ['slots'], value: [] }),
    change('a record withheld', 'records_differ', { path: ['records'], value: stored.records.slice(1) }),
    change('a record renamed', 'records_differ', { path: ['records', 1, 'purpose'], value: 'sharing-history' }),
    change('a record at another version', 'records_differ', { path: ['records', 1, 'version'], value: 4 }),
    change('a record of another vault', 'records_differ', { path: ['records', 1], value: other.records[1] }),
    change('a record twice', 'malformed', { path: ['records', 2], value: stored.records[1] }),
    change('a record larger than its purpose allows', 'malformed', { path: ['records', 0, 'sealed'], value: `signet.record.v1.${'A'.repeat(16)}.${'A'.repeat(5_483)}` }),
    change('a key to wrap to', 'malformed', { path: ['escrow'], value: { kty: 'EC', crv: 'P-256' } }),
    change('parameters for stretching', 'malformed', { path: ['slots', 0, 'iterations'], value: 1 }),
    change('no manifest', 'malformed', { path: ['manifest'] }),
  ];
}
