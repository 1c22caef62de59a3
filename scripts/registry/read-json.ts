import { readFile } from 'node:fs/promises';

/** Where a text is no JSON, that says so without quoting it: it may hold what nobody is to read. */
export class NoJson extends Error {
  readonly line: number;
  constructor(line: number) {
    super('is not JSON from here on: a comma, a quote or a bracket is missing, or is too much.');
    this.line = line;
  }
}

export function parseJson(written: string): unknown {
  const text = withoutMark(written);
  try {
    return JSON.parse(text);
  } catch {
    throw new NoJson(lineThatBreaks(text));
  }
}

/** A file that has to be there. */
export async function readJson(file: string, whatItIs = ''): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    // Of a folder the system says no path.
    if (cause.code !== 'ENOENT') throw Object.assign(cause, { path: file });
    throw new Error(`there is no file ${file}.${whatItIs}`);
  });
  try {
    return parseJson(text);
  } catch (cause) {
    if (!(cause instanceof NoJson)) throw cause;
    throw new Error(`${file}:${cause.line}  ${cause.message}`, { cause: cause });
  }
}

/** Some editors begin a file with a byte order mark, which a parser may pass over (RFC 8259 §8.1). */
export const withoutMark = (text: string) => text.replace(/^\uFEFF/, '');

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
