import { expect, test } from 'vitest';
import { sourceOf } from './source-of.ts';

const proxy = '127.0.0.1';

test.each<[string, string | undefined, string | undefined, string[], string]>([
  ['a browser itself', '203.0.113.7', undefined, [], '203.0.113.7'],
  ['an IPv4 address in IPv6 form', '::ffff:203.0.113.7', undefined, [], '203.0.113.7'],
  ['a browser that claims to be another', '203.0.113.7', '198.51.100.1', [proxy], '203.0.113.7'],
  ['the proxy: its last hop', proxy, '198.51.100.1', [proxy], '198.51.100.1'],
  [
    'the proxy: what a browser wrote before is a claim',
    proxy,
    '10.0.0.1, 198.51.100.1',
    [proxy],
    '198.51.100.1',
  ],
  ['the proxy in IPv6 form', '::ffff:127.0.0.1', '198.51.100.1', [proxy], '198.51.100.1'],
  ['the proxy itself', proxy, undefined, [proxy], proxy],
  ['no proxy is trusted', proxy, '198.51.100.1', [], proxy],
  ['an IPv6 address: its network', '2001:db8:1:2:3:4:5:6', undefined, [], '2001:db8:1:2::/64'],
  ['another of the same network', '2001:db8:1:2::9', undefined, [], '2001:db8:1:2::/64'],
  ['a short one', '2001:db8::1', undefined, [], '2001:db8:0:0::/64'],
  ['with a zone', 'fe80::1%eth0', undefined, [], 'fe80:0:0:0::/64'],
  ['nothing at all', undefined, undefined, [], ''],
])('limits count for %s (AUTH-4)', (_what, peer, forwardedFor, trusted, expected) => {
  expect(sourceOf(peer, forwardedFor, trusted)).toBe(expected);
});
