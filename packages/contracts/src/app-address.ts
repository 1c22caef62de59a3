import * as v from 'valibot';

/**
 * Addresses by which an app is called: private-use URI schemes (RFC 8252 §7.1). Any app on the device may register the same
 * scheme, so such an address says what was asked for, and never who answers.
 */
const scheme = /^[a-z][a-z0-9+-]*\.[a-z0-9+.-]*:/i;

/** Whether an address is an app's: its scheme has a dot, which no scheme of a protocol has. */
export function isAppAddress(address: string): boolean {
  return scheme.test(address);
}

/** `com.example.app:/path`, or as Login.gov's clients write it `com.example.app://name/path`, letter by letter. */
const form = /^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+:\/\/?[\w.~-]+(?:\/[\w.~-]+)*$/;

export const appAddress = v.pipe(
  v.string(),
  v.maxLength(1_000),
  v.check(
    (address) => form.test(address) && parsed(address)?.href === address,
    'is not like com.example.app:/path or com.example.app://path: small letters before the colon, and no ? or # behind it',
  ),
);

/** The scheme of an app's address as people read it: `com.example.app`. */
export function schemeOf(address: string): string {
  return address.slice(0, address.indexOf(':'));
}

/**
 * RFC 8252 §7.1, §8.6: whether a scheme is the domain of one of these web addresses turned round, or of a name below it. The machine itself and
 * bare numbers have no domain: where there is nothing else there is nothing to compare with, and it passes.
 */
export function isOfItsDomain(address: string, webAddresses: readonly string[]): boolean {
  const domains = webAddresses
    .map((one) => parsed(one)?.hostname.replace(/^www\./, '') ?? '')
    .filter((host) => /\.[a-z][a-z0-9-]*$/.test(host));
  const claimed = schemeOf(address).split('.').toReversed().join('.');
  return (
    domains.length === 0 ||
    domains.some((domain) => claimed === domain || claimed.endsWith(`.${domain}`))
  );
}

/** What the engine takes beside an app's address: nothing that is of `http`, whose port an app may choose (RFC 8252 §7.3), or of this machine. */
export function isOfTheWeb(address: string): boolean {
  const { protocol, hostname = '' } = parsed(address) ?? {};
  return protocol === 'https:' && !/^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}

function parsed(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}
