import type { StoredVault } from '@signet/vault';
import { answering, type Altered, type Attack } from '../attack.ts';
import type { World } from '../world.ts';

/** The vault that was opened is honest; the one that comes the next time is not. */
function laterVault(choose: (world: World, now: StoredVault) => unknown, nth = 2): Altered {
  return answering(
    'readVault',
    ({ honest, world }) => ({ ...honest, vault: choose(world, honest.vault) }),
    nth,
  );
}

const again = { during: 'unlocking again in the same page', refusedAs: 'internal_error' } as const;
const writing = { during: 'writing after another tab' } as const;

export const laterStates: readonly Attack[] = [
  {
    ...again,
    name: 'The vault as it was before the page was locked',
    gain: 'A change undone behind the person’s back: a sharing, a new credential',
    stoppedBy:
      'The page remembers the newest version it has seen, also while it is locked (VAULT-7)',
    answer: laterVault((world) => world.account.vault),
  },
  {
    ...again,
    name: 'A vault from long before',
    gain: 'Everything since undone',
    stoppedBy: 'The same; the earlier password slot would not open either (VAULT-3, VAULT-7)',
    refusedAs: 'wrong_credentials',
    answer: laterVault((world) => world.earlier[1]),
  },
  {
    ...writing,
    name: 'The vault as it was, with the word that another tab was first',
    gain: 'The person’s write put on top of a state that was given up',
    stoppedBy: 'An older version than the open one is refused (VAULT-7, VAULT-9)',
    refusedAs: 'version_rollback',
    answer: laterVault((world) => world.earlier.at(-2)),
  },
  {
    ...writing,
    name: 'Another vault of the same version',
    gain: 'Two tabs led apart for good, each on a history of its own',
    stoppedBy: 'The same version with other content is a fork, and refused (VAULT-7)',
    refusedAs: 'version_fork',
    answer: laterVault((world) => world.fork),
  },
  {
    ...writing,
    name: 'Both at once: the new manifest with the old records',
    gain: 'A write that seems to be there and is not',
    stoppedBy: 'The manifest lists each record by digest (VAULT-7)',
    refusedAs: 'records_differ',
    answer: laterVault((world, now) => ({ ...now, records: world.account.vault.records })),
  },
  {
    ...writing,
    name: 'The vault of another person, in the middle of a session',
    gain: 'This person’s write in another’s vault',
    stoppedBy: 'The open vault knows whose it is (VAULT-1)',
    refusedAs: 'wrong_account',
    answer: laterVault((world) => world.stranger.account.vault),
  },
];
