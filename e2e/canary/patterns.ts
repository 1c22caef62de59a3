/** One thing to look for: which person's which attribute, in which encoding. The value itself is never printed. */
export type Pattern = {
  readonly personaId: string;
  readonly attribute: string;
  readonly encoding: string;
  readonly bytes: Buffer;
};

/** Shorter strings turn up in ciphertext by chance: 7 characters of base 64 do so once in about 4 TB. */
const shortest = 7;

/**
 * Every way in which a value may be written: plain (also upper case, as documents print it, and lower case), base64 and
 * base64url at each of the three alignments, hex, URL-encoded, JSON-escaped, UTF-16. Not searched: what is compressed or
 * cut in two, other spellings (without accents, of mixed case), and values shorter than 7 bytes, which are refused here.
 */
export function patternsOf(personaId: string, attribute: string, value: string): Pattern[] {
  if (Buffer.byteLength(value) < shortest)
    throw new Error(`the ${attribute} of ${personaId} is too short to be searched for`);
  const forms = new Map<string, Buffer>();
  for (const [name, text] of [
    ['plain', value],
    ['upper', value.toUpperCase()],
    ['lower', value.toLowerCase()],
  ] as const) {
    const bytes = Buffer.from(text, 'utf8');
    forms.set(name, bytes);
    forms.set(`${name}-utf16`, Buffer.from(text, 'utf16le'));
    forms.set(`${name}-hex`, Buffer.from(bytes.toString('hex')));
    forms.set(`${name}-HEX`, Buffer.from(bytes.toString('hex').toUpperCase()));
    forms.set(`${name}-url`, Buffer.from(encodeURIComponent(text)));
    forms.set(`${name}-form`, Buffer.from(encodeURIComponent(text).replaceAll('%20', '+')));
    forms.set(`${name}-json`, Buffer.from(escapedJson(text)));
    for (const [form, inner] of base64Forms(bytes)) forms.set(`${name}-${form}`, inner);
  }
  return patternsIn(forms, personaId, attribute);
}

/** A secret that somebody typed or was shown, by what it is; of one in groups also what stands between the hyphens, joined. */
export function secretPatterns(secrets: Readonly<Record<string, string>>): Pattern[] {
  return Object.entries(secrets).flatMap(([what, secret]) =>
    [...new Set([secret, secret.replaceAll('-', '')])].flatMap((written) =>
      patternsOf('somebody', what, written),
    ),
  );
}

/** How a photograph begins that a browser's canvas wrote (JFIF), whoever is on it. */
export function photographPatterns(): Pattern[] {
  const head = Buffer.from('ffd8ffe000104a464946', 'hex');
  const forms = new Map([
    ['plain', head],
    ['hex', Buffer.from(head.toString('hex'))],
    ...base64Forms(head),
  ]);
  return patternsIn(forms, 'somebody', 'photograph');
}

function patternsIn(
  forms: ReadonlyMap<string, Buffer>,
  personaId: string,
  attribute: string,
): Pattern[] {
  const seen = new Set<string>();
  return [...forms].flatMap(([encoding, bytes]) => {
    const key = bytes.toString('latin1');
    if (bytes.length < shortest || seen.has(key)) return [];
    seen.add(key);
    return [{ personaId, attribute, encoding, bytes }];
  });
}

function base64Forms(bytes: Buffer): [form: string, inner: Buffer][] {
  return [0, 1, 2].flatMap((shift): [string, Buffer][] => {
    const inner = innerBase64(bytes, shift);
    return [
      [`base64/${shift}`, Buffer.from(inner)],
      [`base64url/${shift}`, Buffer.from(inner.replaceAll('+', '-').replaceAll('/', '_'))],
    ];
  });
}

/** The base64 characters that depend on the value alone when it begins `shift` bytes into a group of three. */
function innerBase64(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor(((shift + bytes.length) * 8) / 6);
  return text.slice(first, last);
}

function escapedJson(text: string): string {
  const quoted = JSON.stringify(text).slice(1, -1);
  return [...quoted]
    .map((character) => {
      const code = character.charCodeAt(0);
      return code > 126 ? `\\u${code.toString(16).padStart(4, '0')}` : character;
    })
    .join('');
}
