import { readFile, stat } from 'node:fs/promises';

/** Where a text is no JSON, or none that anybody writes, that says so without quoting it: it may hold what nobody is to read. */
export class NoJson extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

const deepest = 100;

export function parseJson(text: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    if (text.trim() === '') throw new NoJson(1, 'is empty: JSON is expected, { … }.');
    throw new NoJson(
      lineThatBreaks(text),
      'is not JSON from here on: a comma, a quote or a bracket is missing, or is too much, or there is a comment, which JSON has none of.',
    );
  }
  const line = lineTooDeep(text);
  if (line === undefined) return parsed;
  throw new NoJson(line, `is nested more than ${deepest} deep from here on.`);
}

/** A file that has to be there. */
export async function readJson(file: string, whatItIs = ''): Promise<unknown> {
  try {
    return parseJson(await readText(file));
  } catch (cause) {
    if (cause instanceof NoJson)
      throw new Error(`${file}:${cause.line}  ${cause.message}`, { cause });
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new Error(`there is no file ${file}.${whatItIs}`, { cause });
  }
}

/** JSON is UTF-8 (RFC 8259 §8.1). Some editors begin it with a byte order mark, which a parser may pass over. */
export async function readText(file: string): Promise<string> {
  // A pipe would be waited for, and a device not end; of a folder the system says no path.
  const entry = await stat(file);
  if (!entry.isFile()) throw Object.assign(new Error(), { code: 'EISDIR', path: file });
  const bytes = await readFile(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new NoJson(1, 'is not in UTF-8, as JSON has to be (RFC 8259 §8.1). Save it anew so.');
  }
}

/** The first line up to which the text can no more become JSON; the last one where only its end is missing. */
function lineThatBreaks(text: string): number {
  const lines = text.split('\n');
  const at = lines.findIndex((_line, last) => !isCutShort(lines.slice(0, last + 1).join('\n')));
  return at === -1 ? lines.length : at + 1;
}

function isCutShort(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (cause) {
    const { message } = cause as Error;
    const position = /at position (\d+)/.exec(message)?.[1];
    return /end of JSON|Unterminated/.test(message) || Number(position ?? -1) >= text.length;
  }
}

/** What reads it further down calls itself once for each level, and would come to its end. */
function lineTooDeep(text: string): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    if (depth > deepest) return text.slice(0, index).split('\n').length;
  }
  return undefined;
}
