/** What proofing asks outside, by role. A deployment chooses who answers; the letter's port is the bff's, which hands over what it cannot read. */
type Port =
  | 'evidence-authenticity'
  | 'issuing-source'
  | 'authoritative-source'
  | 'address-record'
  | 'phone-ownership'
  | 'message-delivery'
  | 'risk';

export type SigningProfile = 'api-key' | 'hmac-body-v1' | 'wss-signature-v1' | 'private-key-jwt';

/** What an adapter may do, as data (PROOF-7). Anything not listed never leaves the process. */
export type Manifest = {
  readonly port: Port;
  readonly source: string;
  /** The only fields that may be sent. */
  readonly fields: readonly string[];
  readonly signing: SigningProfile;
  readonly budget: {
    /** The longest that a deployment may let one call take. */
    readonly callMs: number;
    readonly attempts: 1 | 2 | 3;
    /** After what a further attempt is made: only if nothing can have happened, or after any silence because the source knows the call by its key. */
    readonly retry: 'when-unsent' | 'when-silent';
  };
  /** Opens after so many failures in a row, and lets one call try again after so long. */
  readonly breaker: { readonly failures: number; readonly openMs: number };
  /** What the source declares of retention, and what every request says; nothing else is accepted. */
  readonly retention: 'none';
};

/** Throws when an adapter would send more than its manifest allows: a mistake of ours, caught before the wire. */
export function requireAllowed(
  { source, fields }: Pick<Manifest, 'source' | 'fields'>,
  names: readonly string[],
): void {
  const extra = names.filter((name) => !fields.includes(name));
  if (extra.length > 0) throw new Error(`${source}: ${extra.join(', ')} is not in the manifest`);
}
