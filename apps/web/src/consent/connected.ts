import type { ClaimName } from '@signet/contracts/claims';
import { ok, type Result } from '@signet/contracts/result';
import { call, type CallProblem } from '../app/call.ts';
import { agencyOf } from '../app/registry.ts';
import { unlessOutdated } from '../vault/json-record.ts';
import { readSharing, type SharingRecord } from './agreements.ts';
import { agreedAtOf, agreedClaims } from './merge-agreement.ts';
import type { Worded } from '../app/in-our-language.ts';

export type Connected = {
  readonly clientId: string;
  /** By the signed registry; the identifier where the agency is not in it any more. */
  readonly name: Worded;
  /** What the person said yes to, or what the bff's receipt names; not all of it need have gone. */
  readonly agreed: readonly ClaimName[];
  /** Instants, the oldest first: another for what was asked another time. */
  readonly agreedAt: readonly string[];
  readonly stoppedAt: string | null;
  /** When the agency was told the same without a page, by the bff's receipt. */
  readonly stoodAt: string | null;
  readonly shared: SharingRecord['shared'];
  /** Whether more was shared than stands there. */
  readonly isCutShort: boolean;
  /** Whether the person's own vault has a note of it; the bff's receipt alone proves nothing. */
  readonly isKnownHere: boolean;
};

export type ConnectedAgencies = {
  readonly rows: readonly Connected[];
  /** With how many agencies before these nothing is on record any more. */
  readonly forgotten: number;
};

/** Both records side by side, the newest first: what the vault knows, and receipts that it does not know. */
export async function readConnected(): Promise<Result<ConnectedAgencies, CallProblem>> {
  const receipts = await call('readConnections', {});
  if (!receipts.ok) return receipts;
  const record = await unlessOutdated(readSharing());
  if (!record.ok) return record;
  const { agreements, shared, cutShort, forgotten } = record.value;
  const sharedWith = (clientId: string) =>
    shared.filter((one) => one.clientId === clientId).toReversed();
  const stoodAt = (clientId: string) =>
    receipts.value.connections.find((one) => one.clientId === clientId)?.stoodAt ?? null;
  const standing = agreements
    .filter(({ stoppedAt }) => stoppedAt === null)
    .map(({ clientId }) => clientId);
  const unknown = receipts.value.connections.filter(({ clientId }) => !standing.includes(clientId));
  const known = agreements.filter(
    ({ clientId }) => !unknown.some((one) => one.clientId === clientId),
  );
  const rows = [
    ...known.map((agreement) => ({
      clientId: agreement.clientId,
      agreed: agreedClaims(agreement),
      agreedAt: agreedAtOf(agreement, []),
      stoppedAt: agreement.stoppedAt,
      isKnownHere: true,
    })),
    ...unknown.map(({ clientId, claims, since, lastAgreedAt }) => ({
      clientId,
      agreed: claims,
      agreedAt: [since, lastAgreedAt],
      stoppedAt: null,
      isKnownHere: false,
    })),
  ];
  const named = rows.map(async (row) => ({
    ...row,
    name: (await agencyOf(row.clientId))?.name ?? { en: row.clientId },
    stoodAt: stoodAt(row.clientId),
    shared: sharedWith(row.clientId),
    isCutShort: cutShort.includes(row.clientId),
  }));
  const newestFirst = (await Promise.all(named)).toSorted((a, b) =>
    (b.agreedAt.at(-1) ?? '').localeCompare(a.agreedAt.at(-1) ?? ''),
  );
  return ok({ rows: newestFirst, forgotten });
}
