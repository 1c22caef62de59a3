/**
 * What stands before the @: HTML §4.10.5.1.5. Nothing that a header or an envelope would have to quote or fold, and ASCII before it is
 * made small: `K` (U+212A) and `ſ` are nobody's k and s.
 */
const localPart = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+$/;
/** RFC 5321 §4.5.3.1.1. */
const localPartLimit = 64;
/**
 * Letters, marks and digits of any script, and what domains hold between them (RFC 5892 §2.6: joiners, which a URL takes only where they
 * join, and the middle dots and signs of Catalan, Greek, Hebrew and Japanese). What else a URL may hold never comes near its parser.
 */
const written = /^(?:[\p{L}\p{M}\p{N}.-]|\u200C|\u200D|\u00B7|\u0375|\u05F3|\u05F4|\u30FB)+$/u;
const ascii = /^[A-Za-z0-9.-]+$/;
/** Two labels or more (RFC 1035 §2.3.4); the last begins with a letter, or it would be a number of an IP address. */
const hostname = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** RFC 5321 §4.5.3.1.3, without the angle brackets of a path. */
export const emailAddressLimit = 254;

/**
 * The one way to write an address: in small letters, its domain as DNS has it (UTS #46, by the platform's URL), so that domains which look
 * alike are shown as what they are. Loose otherwise, because only the link that is sent there proves an address. Undefined for what is none.
 */
export function asEmailAddress(text: string): string | undefined {
  const [local = '', domain = '', ...more] = text.trim().split('@');
  if (more.length > 0 || !localPart.test(local) || !written.test(domain)) return undefined;
  const host = ascii.test(domain) ? domain.toLowerCase() : inDns(domain);
  const address = `${local.toLowerCase()}@${host}`;
  return hostname.test(host) && address.length <= emailAddressLimit ? address : undefined;
}

/** One that is not known yet. Longer ones before the @ were once taken: their owners sign in by them, and nobody else is to begin with one. */
export function asNewEmailAddress(text: string): string | undefined {
  const address = asEmailAddress(text);
  return address !== undefined && address.indexOf('@') <= localPartLimit ? address : undefined;
}

function inDns(domain: string): string {
  return URL.canParse(`https://${domain}`) ? new URL(`https://${domain}`).hostname : '';
}
