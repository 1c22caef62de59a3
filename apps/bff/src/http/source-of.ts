import { isIPv6 } from 'node:net';

/**
 * Who a request comes from, for limits only. Behind a proxy that is trusted by its address, the last hop of `X-Forwarded-For` is
 * what that proxy saw; from anyone else the header is a claim and counts for nothing. Of an IPv6 address the network is counted
 * (RFC 6177: a site has at least a /64), because its holder can change the rest at will.
 */
export function sourceOf(
  peer: string | undefined,
  forwardedFor: string | undefined,
  trustedProxies: readonly string[],
): string {
  const direct = withoutMapping(peer ?? '');
  const lastHop = forwardedFor?.split(',').at(-1)?.trim() ?? '';
  const behindProxy = trustedProxies.includes(direct) && lastHop !== '';
  return network(behindProxy ? withoutMapping(lastHop) : direct);
}

const withoutMapping = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');

function network(address: string): string {
  if (!address.includes(':') || !isIPv6(address)) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const between = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: between }, () => '0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
