import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { OpenedLetter } from './open-letter.ts';

export type PaperStatus = 'accepted' | 'printed' | 'mailed' | 'returned';

/** A sheet of paper, as the shop remembers it. `prints` is 1, or something is wrong. */
export type Sheet = {
  readonly letterId: string;
  readonly serial: string;
  readonly language: string;
  readonly address: readonly string[];
  readonly at: string;
  prints: number;
  status: PaperStatus;
};

/** The print folder: a PDF per letter, as paper would come out, and beside it what became of it. It outlives a restart. */
export function openPrintFolder(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const sheets = new Map<string, Sheet>();
  const file = (letterId: string, ending: 'pdf' | 'json') =>
    path.join(folder, `${letterId}.${ending}`);
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const sheet = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Sheet;
    sheets.set(sheet.letterId, sheet);
  }
  const note = (sheet: Sheet) => {
    sheets.set(sheet.letterId, sheet);
    writeFileSync(file(sheet.letterId, 'json'), JSON.stringify(sheet, null, 2), { mode: 0o600 });
  };

  return {
    has: (letterId: string) => sheets.has(letterId),
    print({ pdf, ...letter }: OpenedLetter): Sheet {
      writeFileSync(file(letter.letterId, 'pdf'), pdf, { mode: 0o600 });
      const prints = (sheets.get(letter.letterId)?.prints ?? 0) + 1;
      const at = new Date().toISOString();
      const sheet: Sheet = { ...letter, at, prints, status: 'accepted' };
      note(sheet);
      return sheet;
    },
    become(letterId: string, status: PaperStatus): Sheet | undefined {
      const sheet = sheets.get(letterId);
      if (sheet === undefined) return undefined;
      const next = { ...sheet, status };
      note(next);
      return next;
    },
    /** Newest first. */
    read: (): Sheet[] => [...sheets.values()].toSorted((a, b) => (a.at < b.at ? 1 : -1)),
    statusOf: (letterId: string) => sheets.get(letterId)?.status,
    pdf: (letterId: string): Buffer | undefined =>
      /^[\w-]+$/.test(letterId) && existsSync(file(letterId, 'pdf'))
        ? readFileSync(file(letterId, 'pdf'))
        : undefined,
  };
}

export type PrintFolder = ReturnType<typeof openPrintFolder>;
