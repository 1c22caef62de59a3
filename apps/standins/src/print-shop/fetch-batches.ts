import { createHmac, timingSafeEqual } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { PrintShopCredential } from './keys.ts';
import type { PrintShop } from './print-shop.ts';

/** The other way in: files that a customer leaves in a folder. A whole, signed one is printed and put aside; any other is put aside unread. */
export function startFetchingBatches(
  folder: string,
  credential: PrintShopCredential,
  shop: Pick<PrintShop, 'take'>,
): { stop(): void } {
  const round = setInterval(() => void fetchBatches(folder, credential, shop), 1_000);
  round.unref();
  return { stop: () => clearInterval(round) };
}

export async function fetchBatches(
  folder: string,
  credential: PrintShopCredential,
  shop: Pick<PrintShop, 'take'>,
): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.jsonl'))) {
    const file = path.join(folder, name);
    const letters = lettersIn(readFileSync(file, 'utf8'), credential);
    renameSync(file, `${file}.${letters === undefined ? 'refused' : 'taken'}`);
    for (const { letterId, sealed } of letters ?? []) await shop.take(letterId, sealed);
  }
}

type Row = { readonly letterId: string; readonly sealed: string };

function lettersIn(text: string, credential: PrintShopCredential): Row[] | undefined {
  try {
    const lines = text.split('\n').slice(0, -1);
    const rows = lines.slice(0, -1);
    const end = JSON.parse(lines.at(-1) ?? '') as { letters: number; keyId: string; mac: string };
    const expected = createHmac('sha256', Buffer.from(credential.requests, 'base64url'))
      .update(rows.map((row) => `${row}\n`).join(''))
      .digest();
    const mac = Buffer.from(end.mac, 'base64url');
    const isWhole =
      end.letters === rows.length &&
      end.keyId === credential.keyId &&
      mac.length === expected.length &&
      timingSafeEqual(mac, expected);
    return isWhole ? rows.map((row) => JSON.parse(row) as Row) : undefined;
  } catch {
    return undefined;
  }
}
