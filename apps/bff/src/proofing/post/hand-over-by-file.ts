import { createHmac } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { LetterId } from '@signet/contracts/ids';
import { log } from '../../audit/log.ts';
import type { HandOverAnswer, LetterToPrint, PrintShop } from './paper.ts';
import { requireAllowed } from './print-shop-manifest.ts';
import type { PrintShopSetting } from './print-shop-setting.ts';

type FileSetting = Extract<PrintShopSetting, { handOver: 'file' }>;

/**
 * A batch as one file, for a shop that fetches it from a folder: a line per letter, then a line with their number and a MAC over all of
 * it. It appears under its name only when it is whole and on disk. If the bff dies before it notes that, the letters come again in
 * another file, and the shop knows them by their names. What becomes of them is told by callback.
 */
export function createFileHandOver(
  { folder, credential }: FileSetting,
  now: () => number,
): PrintShop {
  return {
    async handOver(letters) {
      const name = `letters-${new Date(now()).toISOString().replaceAll(/[:.]/g, '-')}.jsonl`;
      try {
        writeWhole(path.join(folder, name), batchOf(letters, credential));
      } catch {
        log('print-shop-silent', { operation: 'file' });
        return new Map<LetterId, HandOverAnswer>();
      }
      return new Map(letters.map(({ letterId }) => [letterId, 'taken'] as const));
    },
    statusesOf: async () => [],
  };
}

function batchOf(
  letters: readonly LetterToPrint[],
  { keyId, requests }: FileSetting['credential'],
): string {
  const rows = letters.map(({ letterId, sealed }) => {
    const row = { letterId, sealed };
    requireAllowed('/letters', row);
    return `${JSON.stringify(row)}\n`;
  });
  const mac = createHmac('sha256', Buffer.from(requests, 'base64url'))
    .update(rows.join(''))
    .digest('base64url');
  return `${rows.join('')}${JSON.stringify({ letters: letters.length, keyId, mac })}\n`;
}

function writeWhole(file: string, content: string): void {
  const descriptor = openSync(`${file}.part`, 'wx', 0o600);
  try {
    writeSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${file}.part`, file);
}
