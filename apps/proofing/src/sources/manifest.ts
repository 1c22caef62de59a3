/** What an adapter may do, as data (PROOF-7). Anything not listed never leaves the process. */
export type Manifest = {
  readonly source: 'document-checker' | 'issuing-source' | 'records' | 'carrier';
  /** The only fields that may be sent. */
  readonly fields: readonly string[];
  readonly signing: 'api-key' | 'hmac-body-v1';
  /** What the source declares of retention; nothing else is accepted. */
  readonly retention: 'none';
};

/** Throws when an adapter would send more than its manifest allows: a mistake of ours, caught before the wire. */
export function requireAllowed(manifest: Manifest, fields: readonly string[]): void {
  const extra = fields.filter((name) => !manifest.fields.includes(name));
  if (extra.length > 0)
    throw new Error(`${manifest.source}: ${extra.join(', ')} is not in the manifest`);
}
