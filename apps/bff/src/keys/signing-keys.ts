import type { JWK } from 'jose';

/** A key of the provider. Times are milliseconds since the epoch; a key of the first installation has none. */
export type ProviderKey = JWK & {
  /** From when it signs; it is published before. */
  readonly signsFrom?: number;
  /** When it is published no more: after everything that it signed has ended. */
  readonly endsAt?: number;
};

/**
 * What is published now, for each algorithm the key that signs first: of those that may, the newest. Clients that take the
 * first key of the list, as Login.gov's sample does, take the one that signs.
 */
export function publishedKeys(keys: readonly ProviderKey[], now: number): readonly JWK[] {
  const alive = keys.filter(({ endsAt = Infinity }) => endsAt > now);
  const signing = alive
    .filter((key) => beginsAt(key) <= now)
    .toSorted((one, other) => beginsAt(other) - beginsAt(one));
  const first = ['RS256', 'ES256']
    .map((alg) => signing.find((key) => key.alg === alg))
    .filter((key) => key !== undefined);
  const rest = alive.filter((key) => !first.includes(key));
  return [...first, ...rest].map(({ signsFrom: _from, endsAt: _end, ...key }) => key);
}

/** When the answer of `publishedKeys` changes next. */
export function nextChange(keys: readonly ProviderKey[], now: number): number {
  const times = keys.flatMap((key) => [beginsAt(key), key.endsAt ?? Infinity]);
  return Math.min(Infinity, ...times.filter((time) => time > now));
}

const beginsAt = ({ signsFrom = 0 }: ProviderKey) => signsFrom;
