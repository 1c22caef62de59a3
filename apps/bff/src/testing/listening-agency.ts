import type { AccountId } from '@signet/contracts/ids';
import type { Agency } from '@signet/contracts/registry';
import { rememberSubject, subjectAt } from '../signals/agency-subjects.ts';
import { openSignal } from '../signals/queue-signal.ts';
import { signals } from '../signals/schema.ts';
import type { SignalName } from '../signals/signal-types.ts';
import { asRegistered, testAgency } from './agencies.ts';
import type { House } from './house.ts';

const name = 'listening';

/**
 * From now on an agency that asked to be told knows the account (AGENCY-11). What it was told since the last question, in the order in
 * which it happened; reading it takes it away, as fetching and confirming does.
 */
export async function listeningAgency({ bff }: Pick<House, 'bff'>, account: string) {
  const accountId = account as AccountId;
  const agency = asRegistered(
    await testAgency(name, { claims: ['given_name'], entry: { signals: { delivery: 'poll' } } }),
  );
  const { clientId } = agency;
  // A house is opened before anybody knows who will be told what.
  const agencies = bff.registry.agencies as Agency[];
  if (!agencies.some((one) => one.clientId === clientId)) agencies.push(agency);
  bff.db.transaction((tx) => rememberSubject(bff, tx, agency, accountId));
  const subject = subjectAt(bff, agency, accountId);

  return function told(): readonly SignalName[] {
    const rows = bff.db.select().from(signals).all();
    bff.db.delete(signals).run();
    return rows
      .filter((row) => row.clientId === clientId)
      .map((row) => openSignal(bff, row))
      .flatMap((signal) => (signal?.subject === subject ? [signal.name] : []));
  };
}

export type Told = Awaited<ReturnType<typeof listeningAgency>>;
