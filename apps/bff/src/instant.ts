/** A time of ours as every answer writes it: ISO 8601, UTC. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
