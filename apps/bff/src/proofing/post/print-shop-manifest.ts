/**
 * What the letter's adapter may do, as data, like each of proofing's (PROOF-7): whose table and types are proofing's own, and the bff's are
 * its. Anything not listed never leaves the process.
 */
export const printShopManifest = {
  port: 'letter',
  source: 'print-shop',
  signing: 'hmac-body-v1',
  /** What every request says, and the shop declares. */
  retention: 'none',
  /** The only fields that may be sent, by operation. A line of a batch file is a letter. */
  fields: { '/letters': ['letterId', 'sealed'], '/statuses': ['letterIds'] },
  budget: {
    /** The longest that a deployment may let one call take. */
    callMs: 60_000,
    /** Within a round; the queue tries again in a later one, under the letter's name, by which nothing is printed twice (LETTER-4). */
    attempts: 1,
    lettersInARound: 50,
    statusesInACall: 200,
    answerBytes: 200_000,
  },
  /** Opens after so many calls in a row without an answer, and lets one find out after so long. */
  breaker: { failures: 5, openMs: 60_000 },
} as const;

export type PrintShopOperation = keyof typeof printShopManifest.fields;

/** Throws when more would be sent than the manifest allows: a mistake of ours, caught before the wire. */
export function requireAllowed(operation: PrintShopOperation, content: object): void {
  const allowed: readonly string[] = printShopManifest.fields[operation];
  const extra = Object.keys(content).filter((name) => !allowed.includes(name));
  if (extra.length > 0) throw new Error(`print-shop: ${extra.join(', ')} is not in the manifest`);
}
