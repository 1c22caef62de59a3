import {
  createVault,
  readManifest,
  type StoredRecord,
  type StoredSlot,
  type StoredVault,
} from '@signet/vault';
import { answering, elsewhere, flipped, type Altered, type Attack } from '../attack.ts';
import type { World } from '../world.ts';

const during = 'opening the vault';
const altered = { during, refusedAs: 'internal_error' } as const;
const misshapen = { ...altered, malformed: true } as const;
const wrong = { during, refusedAs: 'wrong_credentials' } as const;

type Change = (vault: StoredVault, world: World) => unknown;

/** The vault as it is stored, but for one thing. */
function vaultWith(change: Change): Altered {
  return answering('readVault', async ({ honest, world }) => ({
    ...honest,
    vault: await change(honest.vault, world),
  }));
}

const slots = (change: (slot: StoredSlot, world: World) => object) =>
  vaultWith((vault, world) => ({
    ...vault,
    slots: vault.slots.map((slot) => ({ ...slot, ...change(slot, world) })),
  }));
const records = (change: (record: StoredRecord, world: World) => object) =>
  vaultWith((vault, world) => ({
    ...vault,
    records: vault.records.map((record) => ({ ...record, ...change(record, world) })),
  }));

const ofKind = (vault: StoredVault | undefined, kind: StoredSlot['kind']) =>
  vault?.slots.find((slot) => slot.kind === kind);
const ofPurpose = (vault: StoredVault | undefined, purpose: StoredRecord['purpose']) =>
  vault?.records.find((record) => record.purpose === purpose);
/** A sealed text's parts after its three words. */
const part = (sealed: string | undefined, at: number) => sealed?.split('.')[3 + at] ?? '';
const withPart = (sealed: string, at: number, text: string) =>
  sealed
    .split('.')
    .with(3 + at, text)
    .join('.');

export const opening: readonly Attack[] = [
  {
    ...altered,
    name: 'The vault of another person',
    gain: 'Records of one person taken for another’s',
    stoppedBy: 'The account proved by the password is the only one that is opened (VAULT-1)',
    answer: vaultWith((_vault, world) => world.stranger.account.vault),
  },
  {
    ...wrong,
    name: 'The vault of another person under this account’s name',
    gain: 'The same, past the comparison of names',
    stoppedBy:
      'The account is in the derivation of every key and in the commitment (VAULT-1, VAULT-3)',
    answer: vaultWith((vault, world) => ({
      ...world.stranger.account.vault,
      accountId: vault.accountId,
    })),
  },
  {
    ...wrong,
    name: 'A new vault whose root key the server made',
    gain: 'Everything that the person seals from now on',
    stoppedBy:
      'Without the person’s secret no slot can be made that opens with it (VAULT-3, VAULT-6)',
    answer: vaultWith(async (vault) => {
      const slotId = ofKind(vault, 'password')?.slotId ?? '';
      const passwordSecret = crypto.getRandomValues(new Uint8Array(64));
      return (await createVault({ accountId: vault.accountId, passwordSecret, slotId })).stored;
    }),
  },
  {
    ...wrong,
    name: 'The wrapped key of another person in this person’s slot',
    gain: 'This person’s records sealed under a key that another holds',
    stoppedBy: 'The commitment differs, and nothing is decrypted (VAULT-3)',
    answer: slots(({ kind, sealed }, world) => ({
      sealed: kind === 'password' ? ofKind(world.stranger.account.vault, kind)?.sealed : sealed,
    })),
  },
  {
    ...wrong,
    name: 'A commitment of the server’s own',
    gain: 'A ciphertext that opens under several passwords: a binary search among guesses',
    stoppedBy:
      'The commitment is made from the secret and compared before anything is decrypted (VAULT-3)',
    answer: slots(({ kind, sealed }) => ({
      sealed: kind === 'password' ? withPart(sealed, 0, flipped(part(sealed, 0), 3)) : sealed,
    })),
  },
  {
    ...altered,
    name: 'One bit of the wrapped key, under the right commitment',
    gain: 'An oracle: the next request says whether it still opened',
    stoppedBy: 'The tag; and no request follows, whatever the cause',
    answer: slots(({ kind, sealed }) => ({
      sealed: kind === 'password' ? withPart(sealed, 2, flipped(part(sealed, 2), 5)) : sealed,
    })),
  },
  {
    ...altered,
    name: 'The wrapped key of the recovery slot in the password slot',
    gain: 'Slots that stand for each other, so that removing one removes nothing',
    stoppedBy: 'Kind and slot id are in the tag (VAULT-1)',
    answer: vaultWith((vault) => ({
      ...vault,
      slots: vault.slots.map((slot) => ({
        ...slot,
        sealed: withPart(slot.sealed, 2, part(ofKind(vault, 'recovery-key')?.sealed, 2)),
      })),
    })),
  },
  {
    ...wrong,
    name: 'The password slot under another epoch',
    gain: 'A slot from before a change, passed off as the newest',
    stoppedBy: 'The epoch is in the commitment (VAULT-1)',
    answer: slots(({ kind, epoch }) => ({ epoch: kind === 'password' ? epoch + 1 : epoch })),
  },
  {
    ...wrong,
    name: 'The password slot from before the last change of password',
    gain: 'A password that was given up goes on opening',
    stoppedBy: 'The new password’s secret is not the one it commits to (VAULT-3)',
    answer: vaultWith((vault, world) => ({
      ...vault,
      slots: vault.slots.map((slot) =>
        slot.kind === 'password' ? ofKind(world.earlier[0], 'password') : slot,
      ),
    })),
  },
  {
    ...altered,
    name: 'The recovery slot withheld',
    gain: 'A person without a second way in, who does not know it',
    stoppedBy: 'The manifest lists it (VAULT-7)',
    answer: vaultWith((vault) => ({
      ...vault,
      slots: vault.slots.filter(({ kind }) => kind !== 'recovery-key'),
    })),
  },
  {
    ...altered,
    name: 'A recovery slot of the attacker’s in the place of the person’s',
    gain: 'A second way in for the attacker, carried on by every change',
    stoppedBy: 'The manifest lists each slot by digest, under the root key (VAULT-7)',
    answer: slots(({ kind, sealed }, world) => ({
      sealed: kind === 'recovery-key' ? ofKind(world.stranger.account.vault, kind)?.sealed : sealed,
    })),
  },
  {
    ...altered,
    name: 'A passkey slot planted',
    gain: 'A way in that the person never added',
    stoppedBy: 'The manifest does not list it (VAULT-7)',
    answer: vaultWith((vault) => ({
      ...vault,
      slots: [
        ...vault.slots,
        {
          ...ofKind(vault, 'recovery-key'),
          kind: 'passkey',
          slotId: 'slt_00000000000000000000000009',
        },
      ],
    })),
  },
  {
    ...misshapen,
    name: 'A second password slot',
    gain: 'A password of the attacker’s beside the person’s',
    stoppedBy: 'A vault has one at most',
    answer: vaultWith((vault) => ({
      ...vault,
      slots: [
        ...vault.slots,
        { ...ofKind(vault, 'password'), slotId: 'slt_00000000000000000000000009' },
      ],
    })),
  },
  {
    ...altered,
    name: 'A record withheld',
    gain: 'A person who seems never to have been proofed, and proves everything again',
    stoppedBy: 'The manifest lists it (VAULT-7)',
    answer: vaultWith((vault) => ({
      ...vault,
      records: vault.records.filter(({ purpose }) => purpose !== 'credentials'),
    })),
  },
  {
    ...misshapen,
    name: 'A record twice, once as it was earlier',
    gain: 'The choice of which one is read',
    stoppedBy: 'One record for a purpose, or the vault is refused',
    answer: vaultWith((vault, world) => ({
      ...vault,
      records: [...vault.records, ofPurpose(world.earlier[2], 'sharing-history')],
    })),
  },
  {
    ...altered,
    name: 'One record as it was earlier, in an otherwise new vault',
    gain: 'A sharing that disappears from the person’s own record',
    stoppedBy: 'The manifest lists version and digest of each record (VAULT-7)',
    answer: vaultWith((vault, world) => ({
      ...vault,
      records: vault.records.map((record) =>
        record.purpose === 'sharing-history' ? ofPurpose(world.earlier[2], record.purpose) : record,
      ),
    })),
  },
  {
    ...altered,
    name: 'The same, with the earlier record named by the new version',
    gain: 'The same, past the comparison of versions',
    stoppedBy:
      'The digest differs; and the version is in the record’s key and tag (VAULT-1, VAULT-2)',
    answer: records(({ purpose, sealed }, world) => ({
      sealed: purpose === 'sharing-history' ? ofPurpose(world.earlier[2], purpose)?.sealed : sealed,
    })),
  },
  {
    ...altered,
    name: 'Two records’ ciphertexts exchanged',
    gain: 'One document read as another',
    stoppedBy: 'The purpose is in the record’s key and tag, the digest in the manifest (VAULT-1)',
    answer: vaultWith((vault) => {
      const [one, other] = [ofPurpose(vault, 'sharing-history'), ofPurpose(vault, 'agency-keys')];
      return {
        ...vault,
        records: vault.records.map((record) => {
          if (record === one) return { ...record, sealed: other?.sealed };
          return record === other ? { ...record, sealed: one?.sealed } : record;
        }),
      };
    }),
  },
  {
    ...altered,
    name: 'A record moved to another purpose',
    gain: 'The history of sharing taken for keys of agencies',
    stoppedBy: 'The manifest lists purposes, and the purpose is in the key (VAULT-1)',
    answer: vaultWith((vault) => ({
      ...vault,
      records: vault.records
        .filter(({ purpose }) => purpose !== 'agency-keys')
        .map((record) =>
          record.purpose === 'sharing-history' ? { ...record, purpose: 'agency-keys' } : record,
        ),
    })),
  },
  {
    ...altered,
    name: 'The credentials of another person',
    gain: 'One person showing another’s identity',
    stoppedBy: 'The account is in the record’s key and tag, the digest in the manifest (VAULT-1)',
    answer: records(({ purpose, sealed }, world) => ({
      sealed:
        purpose === 'credentials'
          ? ofPurpose(world.stranger.account.vault, purpose)?.sealed
          : sealed,
    })),
  },
  {
    ...misshapen,
    name: 'A record cut short',
    gain: 'Part of a document read as the whole',
    stoppedBy: 'A record has the length of a bucket (VAULT-2)',
    answer: records(({ sealed }) => ({ sealed: sealed.slice(0, -4) })),
  },
  {
    ...misshapen,
    name: 'A record made longer',
    gain: 'Bytes of the server’s after the person’s',
    stoppedBy: 'A record has the length of a bucket (VAULT-2)',
    answer: records(({ sealed }) => ({ sealed: `${sealed}AAAA` })),
  },
  {
    ...altered,
    name: 'One bit of a record',
    gain: 'A value changed where its place is known',
    stoppedBy: 'The digest in the manifest, and the record’s tag (VAULT-7)',
    answer: records(({ purpose, sealed }) => ({
      sealed:
        purpose === 'credentials' ? withPart(sealed, 1, flipped(part(sealed, 1), 40)) : sealed,
    })),
  },
  {
    ...altered,
    name: 'A manifest that lists what the server wants, under the old MAC',
    gain: 'Slots and records added or taken away at will',
    stoppedBy: 'The MAC, under the root key (VAULT-7)',
    answer: vaultWith((vault) => {
      const manifest = { ...readManifest(vault.manifest), records: [] };
      const payload = btoa(JSON.stringify(manifest))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
      return { ...vault, records: [], manifest: withPart(vault.manifest, 0, payload) };
    }),
  },
  {
    ...altered,
    name: 'The manifest of an earlier version beside what is stored now',
    gain: 'A list from before a slot was removed',
    stoppedBy: 'It does not list what is stored (VAULT-7)',
    answer: vaultWith((vault, world) => ({ ...vault, manifest: world.earlier[3]?.manifest })),
  },
  {
    ...misshapen,
    name: 'A manifest without its MAC',
    gain: 'A list that anybody can write',
    stoppedBy: 'There is no unsigned form (VAULT-4)',
    answer: vaultWith((vault) => ({
      ...vault,
      manifest: vault.manifest.split('.').slice(0, 4).join('.'),
    })),
  },
  {
    ...misshapen,
    name: 'A slot of an older format',
    gain: 'A path with fewer checks',
    stoppedBy: 'One format is known; there is no second try (VAULT-4)',
    answer: slots(({ sealed }) => ({ sealed: sealed.replace('.v1.', '.v0.') })),
  },
  {
    ...misshapen,
    name: 'A record of a newer format',
    gain: 'A document read by rules that this version does not know',
    stoppedBy: 'One format is known (VAULT-4)',
    answer: records(({ sealed }) => ({ sealed: sealed.replace('.v1.', '.v2.') })),
  },
  {
    ...misshapen,
    name: 'A record in the clear, as formats without encryption had it',
    gain: 'Documents of the server’s own writing',
    stoppedBy: 'There is no unsealed form (VAULT-4)',
    answer: records(({ purpose, sealed }) => ({
      sealed: purpose === 'sharing-history' ? `signet.record.v1.${btoa('[]')}` : sealed,
    })),
  },
  {
    ...misshapen,
    name: 'A public key “for recovery by your organization” beside the vault',
    gain: 'The root key, wrapped to the server’s key at the next opportunity',
    stoppedBy:
      'The answer has no place for it; the root key is never wrapped to a public key (VAULT-6)',
    answer: answering('readVault', ({ honest }) => ({
      ...honest,
      organizationKey: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
    })),
  },
  {
    ...altered,
    name: 'The vault led to a look-alike that relays',
    gain: 'Being in the middle of every later request',
    stoppedBy: 'The browser follows no redirection',
    refusedAs: 'no_answer',
    answer: answering('readVault', ({ honest }) => elsewhere(honest)),
  },
];
