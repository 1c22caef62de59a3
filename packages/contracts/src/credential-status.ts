import * as v from 'valibot';
import { base64url } from './text.ts';

/**
 * Whether a credential still stands, by a Token Status List (draft-ietf-oauth-status-list): a signed, compressed array that
 * is fetched whole, so that nobody learns whose credential is looked up. Every copy has an index of its own, drawn at
 * random, so that two copies of a person are as far apart as those of strangers.
 */
export const statusListType = 'statuslist+jwt';
export const statusListMediaType = 'application/statuslist+jwt';

/** §7.1 of the draft. A suspended credential may come to stand again, an invalid one never. */
export const statusValues = { valid: 0, invalid: 1, suspended: 2 } as const;
export type CredentialStatus = keyof typeof statusValues;

// prettier-ignore
export const statusList = {
  /** Two bits for each of 2^16 copies: 16 KiB before compression. */
  bits: 2,
  size: 65_536,
  /** Seconds for which a list that was read may be relied on, and after which it is worth nothing. */
  ttl: 300,
  lifetime: 3_600,
  path: '/credential-status/:list',
} as const;

export function statusListUri(issuer: string, list: number): string {
  return `${issuer}${statusList.path.replace(':list', String(list))}`;
}

/** The other way round; what is no list of ours is none of these numbers. */
export function listAt(uri: string): number {
  return Number(uri.slice(uri.lastIndexOf('/') + 1));
}

/** Whether a list is there that this issuer's bff could have signed, and no other way of writing it. */
export function isStatusListOf(issuer: string, uri: string): boolean {
  const list = listAt(uri);
  return Number.isSafeInteger(list) && list >= 0 && uri === statusListUri(issuer, list);
}

/** `status` of a credential. */
export const statusReference = v.strictObject({
  status_list: v.strictObject({
    idx: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(statusList.size - 1)),
    uri: v.pipe(v.string(), v.url(), v.maxLength(200)),
  }),
});
export type StatusReference = v.InferOutput<typeof statusReference>;

/** The payload of a status list token; `sub` is the address that it was fetched from. */
export const statusListPayload = v.looseObject({
  sub: v.string(),
  iat: v.number(),
  exp: v.number(),
  ttl: v.number(),
  status_list: v.strictObject({ bits: v.literal(statusList.bits), lst: base64url(40_000) }),
});

/** What the unpacked array says at an index; undefined where it ends before, or says what nobody defined. */
export function statusAt(list: Uint8Array, index: number): CredentialStatus | undefined {
  const bitAt = index * statusList.bits;
  const value = ((list[bitAt >> 3] ?? 3) >> (bitAt & 7)) & 3;
  return (Object.keys(statusValues) as CredentialStatus[]).find(
    (name) => statusValues[name] === value,
  );
}
