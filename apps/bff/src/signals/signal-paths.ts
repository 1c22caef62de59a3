/** Where agencies speak to us about security events, the first two in Login.gov's spelling, and read their own log. */
// prettier-ignore
export const signalPaths = {
  discovery:    '/.well-known/risc-configuration',
  receive:      '/api/risc/security_events',
  poll:         '/api/risc/poll',
  verify:       '/api/risc/verify',
  log:          '/api/agency/log',
  ssfDiscovery: '/.well-known/ssf-configuration',
} as const;
