import { decodeJwt } from 'jose';
import type { Registry } from '@signet/contracts/registry';
import { certificateEnds } from './check-agencies.ts';

type End = { readonly what: string; readonly at: Date; readonly withinDays?: number };

const day = 24 * 60 * 60_000;

/** Everything that ends within `days`, the soonest first: the registry (within `registryDays`), hand-overs of its key, agreements, certificates. */
export function expiring(
  registry: Registry,
  successions: readonly string[],
  now: Date,
  days: number,
  registryDays = days,
): readonly string[] {
  const ends: End[] = [
    {
      what: 'the signed registry',
      at: new Date(registry.expiresAt * 1_000),
      withinDays: registryDays,
    },
    ...successions.map((statement) => ({
      what: 'the word of an old registry key for the next: whoever still pins the old one',
      at: new Date(decodeJwt<{ until: number }>(statement).until * 1_000),
    })),
    ...registry.agencies.flatMap((agency) => [
      {
        what: `the agreement with ${agency.clientId}`,
        at: new Date(Date.parse(agency.agreement.until) + day),
      },
      ...certificateEnds(agency).flatMap(({ kid, at }) =>
        at === undefined
          ? []
          : [{ what: `the certificate of ${agency.clientId}, key "${kid}"`, at }],
      ),
    ]),
  ];
  // Its end may be near, for all that anybody knows.
  const unread = registry.agencies.flatMap((agency) =>
    certificateEnds(agency)
      .filter(({ at }) => at === undefined)
      .map(
        ({ kid }) => `NOT READABLE             the certificate of ${agency.clientId}, key "${kid}"`,
      ),
  );
  const near = ends
    .filter(({ at, withinDays = days }) => at.getTime() - now.getTime() <= withinDays * day)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ what, at }) => {
      const left = Math.floor((at.getTime() - now.getTime()) / day);
      const when = at.toISOString().slice(0, 10);
      return left < 0 ? `${when}  OVER         ${what}` : `${when}  in ${left} days  ${what}`;
    });
  return [...unread, ...near];
}
