import { parseArgs } from 'node:util';

const options = {
  home: { type: 'string' },
  sources: { type: 'string' },
  keys: { type: 'string' },
  out: { type: 'string' },
  days: { type: 'string' },
  'other-key': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Option = keyof typeof options;
type About = {
  /** What it must be told, and after that what it may be. */
  readonly needs?: readonly string[];
  readonly takes?: readonly string[];
  readonly option?: Option;
  readonly does: string;
  readonly more: string;
};

const ofAll = `  --home FOLDER    the installation: .signet, or SIGNET_HOME
  --sources FILE   what says where everybody's files lie: registry/sources.json in it
  --keys FOLDER    where the registry's key is kept: keys/registry in it
  --out FILE       the signed registry: registry/registry.jws in it`;

// prettier-ignore
const commands = {
  init: {
    needs: ['CLIENT_ID', 'ORIGIN'],
    does: 'begins the file of a new agency',
    more: `CLIENT_ID is what its client calls itself, such as urn:example:agency:licenses; ORIGIN its site, such as https://licenses.example.gov.
The file is written beside the other agencies' and is named after the last part of CLIENT_ID. What only the agency knows is empty in it.`,
  },
  validate: {
    does: 'reads every agency\'s file and says, line by line, what is to be mended',
    more: `Nothing is written. Lines with ! say what may be meant. Exits with 1 if anything is to be mended.`,
  },
  diff: {
    does: 'what signing now would change, and what people would notice of it',
    more: `Nothing is written. + is new, - taken out, ~ changed; lines with ! say what may be meant. A key is named by its thumbprint (RFC 7638).`,
  },
  sign: {
    option: 'other-key',
    does: 'signs the next version, for 30 days',
    more: `It needs the registry's private key (--keys), and no network. Where nothing changed, and the last one is good for more than a week, nothing is signed.
  --other-key      signs by a key that the last one did not hand over to: only where that one is lost. Pages, bff, proofing and agencies
                   with sealed delivery refuse what it signs until they have it`,
  },
  'fetch-keys': {
    takes: ['CLIENT_ID'],
    does: 'what agencies publish at "jwksUri" and their files do not name',
    more: `With CLIENT_ID it writes that agency's into its file. The only command that asks the network. Without CLIENT_ID it exits with 1 if anything is
published that does not count yet.`,
  },
  secret: {
    does: 'makes a secret for a client that cannot sign, and what its file says of it',
    more: `It is printed once and kept nowhere; the file has its digest.`,
  },
  'rotate-key': {
    does: 'makes the next key of the registry; the one before signs for it for 60 days',
    more: `It needs the registry's private key (--keys), and says what is to be done next. Nothing is signed by the new key before sign.
To run it again after it was cut off goes on with the same key; to run it again after it ended makes another.`,
  },
  expiring: {
    option: 'days',
    does: 'what ends soon: the registry, agreements, certificates, hand-overs of keys',
    more: `Exits with 1 if anything does, or if the registry's signature could not be checked: then the list is only as good as the file.
  --days N         within how many days: 30, and the registry within the 7 in which it can be signed anew`,
  },
} as const satisfies Readonly<Record<string, About>>;

export type CommandName = keyof typeof commands;
export type Words = {
  readonly name: CommandName;
  readonly words: readonly string[];
  readonly values: {
    readonly [name in Option]?: (typeof options)[name]['type'] extends 'boolean' ? boolean : string;
  };
};

/** What was asked for; or what to say instead, and whether that is an answer. */
export function wordsIn(
  args: readonly string[],
):
  | { readonly ok: true; readonly asked: Words }
  | { readonly ok: false; readonly says: string; readonly isHelp: boolean } {
  let given: { values: Words['values']; positionals: string[] };
  try {
    given = parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (cause) {
    return wrong(whatIsWrong(cause as Error));
  }
  const { values, positionals } = given;
  const [first, ...words] = positionals;
  const wantsHelp = values.help === true || first === 'help';
  const named = first === 'help' ? words[0] : first;
  if (named === undefined) return { ok: false, says: usage(), isHelp: wantsHelp };
  if (!isCommand(named)) return wrong(`"${named}" is no command.\n\n${usage()}`);
  if (wantsHelp) return { ok: false, says: usageOf(named), isHelp: true };
  const mistake = mistakeIn(named, words, values);
  return mistake === undefined
    ? { ok: true, asked: { name: named, words, values } }
    : wrong(`${mistake}\n\n${usageOf(named)}`);
}

const wrong = (says: string) => ({ ok: false, says, isHelp: false }) as const;

const isCommand = (name: string): name is CommandName => Object.hasOwn(commands, name);

function mistakeIn(name: CommandName, words: readonly string[], values: Words['values']) {
  const { needs = [], takes = [], option }: About = commands[name];
  const missing = needs.slice(words.length);
  if (missing.length > 0) return `${name} needs ${missing.join(' and ')}.`;
  const surplus = words.slice(needs.length + takes.length);
  if (surplus.length > 0) return `${name} takes no "${surplus.join(' ')}".`;
  const strange = (['days', 'other-key'] as const).find(
    (one) => one !== option && values[one] !== undefined,
  );
  return strange === undefined ? undefined : `${name} takes no --${strange}.`;
}

/** The engine's own words speak of programs. */
function whatIsWrong({ message }: Error): string {
  const [, name = ''] = /--?([\w-]+)/.exec(message) ?? [];
  const option = Object.hasOwn(options, name) ? options[name as Option] : undefined;
  if (option === undefined)
    return `there is no option ${name.length > 1 ? '--' : '-'}${name}.\n\n${usage()}`;
  return `--${name} ${option.type === 'boolean' ? 'takes no value' : 'needs a value'}.\n\n${usage()}`;
}

const begin = 'npm run -s registry --';

function callOf(name: CommandName): string {
  const { needs = [], takes = [], option }: About = commands[name];
  const optional = [
    ...takes,
    ...(option === undefined ? [] : [option === 'days' ? '--days N' : `--${option}`]),
  ];
  return [name, ...needs, ...optional.map((one) => `[${one}]`)].join(' ');
}

function usage(): string {
  const names = Object.keys(commands) as CommandName[];
  const lines = names.map((name) => `  ${callOf(name).padEnd(24)} ${commands[name].does}`);
  return `${begin} COMMAND [OPTIONS]; ${begin} COMMAND --help says more of one\n\n${lines.join('\n')}\n\n${ofAll}`;
}

const usageOf = (name: CommandName) =>
  `${begin} ${callOf(name)}\n\n${commands[name].does}.\n${commands[name].more}\n\n${ofAll}`;
