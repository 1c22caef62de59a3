/** All that proofing ever prints (ZONE-3): fixed names and numbers, no value, no foreign message. */
export function log(
  event: 'started' | 'stopped' | 'step' | 'refused' | 'source' | 'unexpected-error',
  fields: {
    readonly step?: string;
    readonly result?: string;
    readonly source?: string;
    readonly ms?: number;
    readonly port?: number;
  } = {},
): void {
  console.log(
    [event, ...Object.entries(fields).map(([name, value]) => `${name}=${value}`)].join(' '),
  );
}
