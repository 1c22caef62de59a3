import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bffKeyFile, type BffKeyFile } from './bff-keys.ts';
import { signingKey } from './create-keys.ts';
import { readKeys } from './key-files.ts';
import type { ProviderKey } from './signing-keys.ts';

const day = 24 * 60 * 60_000;
/** Longer than anything lives that an old key signed, and than any agency may keep the published list. */
const afterwards = 2 * day;

export type Rotation = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** For how long the new keys are published before they sign. */
  readonly overlapDays: number;
  /** The old keys are known to a thief: nothing that they signed is worth anything from now on. */
  readonly compromised: boolean;
};

/** Adds keys that will sign, says when the present ones end, and forgets those that have ended. */
export async function rotateSigningKeys(folder: string, rotation: Rotation): Promise<void> {
  const { now, compromised } = rotation;
  const file = path.join(folder, bffKeyFile);
  const keys = readKeys(file) as BffKeyFile;
  const signsFrom = compromised ? now : now + rotation.overlapDays * day;
  const ended = (key: ProviderKey): ProviderKey => ({
    ...key,
    endsAt: Math.min(key.endsAt ?? Infinity, compromised ? now : signsFrom + afterwards),
  });
  const next = [
    ...keys.oidcKeys.map(ended).filter(({ endsAt = Infinity }) => endsAt > now),
    { ...(await signingKey('RS256')), signsFrom },
    { ...(await signingKey('ES256')), signsFrom },
  ];
  writeFileSync(`${file}.next`, JSON.stringify({ ...keys, oidcKeys: next }), { mode: 0o600 });
  renameSync(`${file}.next`, file);
}

/** What stands in the file, for people. */
function describeSigningKeys(folder: string, now: number): string {
  const { oidcKeys } = readKeys(path.join(folder, bffKeyFile)) as BffKeyFile;
  const instant = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return oidcKeys
    .map(({ kid, alg, signsFrom = 0, endsAt }) => {
      const begin = signsFrom > now ? `signs from ${instant(signsFrom)} UTC` : 'may sign';
      const end = endsAt === undefined ? '' : `, published until ${instant(endsAt)} UTC`;
      return `${alg}  ${kid}  ${begin}${end}`;
    })
    .join('\n');
}

if (import.meta.main) {
  const folder = process.env['SIGNET_BFF_KEYS'];
  const [command, option] = process.argv.slice(2);
  const usage =
    'usage: signing-keys list | rotate [--now | --compromised]\n' +
    '  rotate                publishes new keys today; they sign in 14 days\n' +
    '  rotate --now          they sign at once; what the old ones signed stays valid until it ends\n' +
    '  rotate --compromised  they sign at once, and the old ones are published no more';
  const isKnown =
    command === 'list' ||
    (command === 'rotate' && [undefined, '--now', '--compromised'].includes(option));
  if (folder === undefined || !isKnown) {
    console.error(usage);
    process.exit(1);
  }
  if (command === 'rotate') {
    const compromised = option === '--compromised';
    const overlapDays = option === '--now' ? 0 : 14;
    await rotateSigningKeys(folder, { now: Date.now(), overlapDays, compromised });
  }
  console.log(describeSigningKeys(folder, Date.now()));
}
