import { randomUUID } from 'node:crypto';
import type { AccountId } from '@signet/contracts/ids';
import type { Agency } from '@signet/contracts/registry';
import { findAgency } from '../agencies/find-agency.ts';
import type { Bff } from '../bff.ts';
import { openText, sealText, type SealedText } from '../keys/seal-text.ts';
import { agenciesToTell, subjectAt } from './agency-subjects.ts';
import { signals } from './schema.ts';
import type { SignalName } from './signal-types.ts';

/** What is kept until the agency has it. `subject` is the agency's own identifier of the person; `state` echoes a test. */
export type QueuedSignal = {
  readonly name: SignalName;
  readonly subject?: string;
  readonly state?: string;
  readonly iat: number;
};

type Transaction = Pick<Bff['db'], 'select' | 'insert'>;

/** Tells every agency that knows the account, in the transaction of the change that it tells of (AGENCY-11). */
export function tellAgencies(
  bff: Pick<Bff, 'keys' | 'now' | 'registry'>,
  tx: Transaction,
  accountId: AccountId,
  name: SignalName,
): void {
  for (const clientId of agenciesToTell(tx, accountId)) {
    const agency = findAgency(bff.registry, clientId);
    if (agency !== undefined) tellAgency(bff, tx, agency, accountId, name);
  }
}

/** Tells one agency, if it has said where it listens. */
export function tellAgency(
  bff: Pick<Bff, 'keys' | 'now'>,
  tx: Pick<Transaction, 'insert'>,
  agency: Agency,
  accountId: AccountId,
  name: SignalName,
): void {
  queueSignal(bff, tx, agency, { name, subject: subjectAt(bff, agency, accountId) });
}

export function queueSignal(
  { keys, now }: Pick<Bff, 'keys' | 'now'>,
  tx: Pick<Transaction, 'insert'>,
  agency: Agency,
  signal: Omit<QueuedSignal, 'iat'>,
): void {
  if (agency.signals === undefined) return;
  const jti = randomUUID();
  const at = now();
  const queued: QueuedSignal = { ...signal, iat: Math.floor(at / 1_000) };
  tx.insert(signals)
    .values({
      jti,
      clientId: agency.clientId,
      signalSealed: sealText(
        keys.secret('storageSealing'),
        placeOf(agency.clientId, jti),
        JSON.stringify(queued),
      ),
      createdAt: at,
      tries: 0,
      nextTryAt: at,
    })
    .run();
}

type StoredSignal = {
  readonly jti: string;
  readonly clientId: string;
  readonly signalSealed: SealedText;
};

/** Undefined for one that does not open, under whatever key. */
export function openSignal(
  { keys }: Pick<Bff, 'keys'>,
  { jti, clientId, signalSealed }: StoredSignal,
): QueuedSignal | undefined {
  try {
    const text = openText(keys.secret('storageSealing'), placeOf(clientId, jti), signalSealed);
    return JSON.parse(text) as QueuedSignal;
  } catch {
    return undefined;
  }
}

const placeOf = (clientId: string, jti: string) => `signals.signal_sealed/${clientId}/${jti}`;
