import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A place where a value may be seen, as `docs/security/principles.md` says in public. */
export type Exception = { readonly operation: string; readonly direction: 'request' | 'response' };

const principles = path.resolve(
  import.meta.dirname,
  '..',
  '..',
  'docs',
  'security',
  'principles.md',
);

/**
 * Reads the table under the heading "Exceptions": its first column names the operation, its second the direction. There
 * is no other list; a value that shows up elsewhere fails the journey. A row of `memory` allows nothing on the wire.
 */
export function writtenExceptions(markdown = readFileSync(principles, 'utf8')): Exception[] {
  const section = markdown.split(/^## /m).find((part) => part.startsWith('Exceptions')) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => {
      const [, operation = '', direction = ''] = line
        .split('|')
        .map((cell) => cell.trim().replaceAll('`', ''));
      if (direction === 'memory') return [];
      if (direction !== 'request' && direction !== 'response') {
        throw new Error(
          `principles.md: the exception "${operation}" must say request or response, or memory`,
        );
      }
      return [{ operation, direction }];
    });
}
