import { createHmac } from 'node:crypto';
import { keyObject } from '../keys/key-object.ts';

/**
 * The identifier of one account for one agency sector (OpenID Connect Core §8.1), as a UUID of version 8: the same at each
 * visit, unrelated between sectors for whoever lacks the key (AGENCY-6).
 */
export function pairwiseSubject(key: Buffer, sector: string, accountId: string): string {
  const bytes = createHmac('sha256', keyObject(key))
    .update(`${sector}\0${accountId}`)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

/** Each visit asks for the same one several times. So they are remembered, until there are too many, and then from anew. */
export function rememberSubjects(key: Buffer, most = 10_000) {
  const known = new Map<string, string>();
  return (sector: string, accountId: string): string => {
    const of = `${sector}\0${accountId}`;
    const found = known.get(of);
    if (found !== undefined) return found;
    if (known.size >= most) known.clear();
    const subject = pairwiseSubject(key, sector, accountId);
    known.set(of, subject);
    return subject;
  };
}
