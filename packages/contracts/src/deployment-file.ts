import * as v from 'valibot';

const unread = v.optional(v.unknown());

/**
 * One file says with whom a whole deployment deals, and how. Every process reads its own section and looks into no other; a key that is
 * nobody's is refused. Whoever keeps the zones apart may give each a copy without the others' sections.
 */
const sections = { bff: unread, proofing: unread } as const;

/** The file, as the process sees it that reads this section. */
export function sectionOf<Section extends v.GenericSchema>(
  name: keyof typeof sections,
  section: Section,
): v.GenericSchema<unknown, v.InferOutput<Section>> {
  return v.pipe(
    v.strictObject({ ...sections, [name]: section }),
    v.transform((file) => file[name] as v.InferOutput<Section>),
  );
}

/**
 * PROOF-32: what is sent to somebody and what is believed of them rests on TLS; without it they may only be on this very machine. A
 * password has no place in an address: it is a secret, and `fetch` takes no such address.
 */
export const partyUrl = v.pipe(
  v.string(),
  v.check(isPartyUrl, 'must be an https: address without a password; http: for this machine only'),
);

function isPartyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return (
    (protocol === 'https:' || (protocol === 'http:' && isHere)) && `${username}${password}` === ''
  );
}

/** What is wrong with a file, by its fields and what each must be; what stands there is never quoted. */
export function faultsOf(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .map((issue) => `${v.getDotPath(issue) ?? 'its root'} (${wanted(issue)})`)
    .join(', ');
}

function wanted({ expected, received, message }: v.BaseIssue<unknown>): string {
  // The library's own messages quote what they found.
  if (!message.startsWith('Invalid')) return message;
  if (expected === 'never') return 'is no name that is known here';
  if (received === 'undefined') return 'is missing';
  return `must be ${expected}`;
}

/**
 * ZONE-6: a secret is in no section, only its name: of a file in the folder of credentials that this process alone is told of. So the
 * one file leads nobody to what is another's.
 */
export const credentialFileName = v.pipe(
  v.string(),
  v.regex(/^\w[\w.-]*$/, 'must be a name, and no path'),
);
