import { inflateSync } from 'node:zlib';
import { expect } from '@playwright/test';
import type { Persona } from '../canary/persona-values.ts';
import { testPlan } from '../house/test-plan.ts';
import { inTheDatabase } from './house-database.ts';

type Sheet = {
  readonly letterId: string;
  readonly address: readonly string[];
  readonly status: string;
  readonly language: string;
  readonly prints: number;
};

/** The letter boxes of all personas: sheets as the stand-in print shop printed them. */
export const letterBox = {
  /** Waits until a letter to this person, other than those seen, is mailed; reads the code off the paper as its addressee would. */
  async letterTo(one: Persona, seen: readonly string[] = []) {
    const all = new URL('/letters.json', testPlan.standinsOrigin);
    let found: Sheet | undefined;
    await expect
      .poll(
        async () => {
          const { letters } = (await (await fetch(all)).json()) as { letters: Sheet[] };
          found = letters.find(
            ({ address, letterId }) =>
              address[0]?.includes(one.familyName.toUpperCase()) && !seen.includes(letterId),
          );
          return found?.status;
        },
        { message: 'a letter in the letter box', timeout: 30_000 },
      )
      .toBe('mailed');
    const sheet = found as Sheet;
    const pdf = new URL(`/letters/${sheet.letterId}.pdf`, testPlan.standinsOrigin);
    const text = textOf(Buffer.from(await (await fetch(pdf)).arrayBuffer()));
    const code = /^[0-9A-Z]{5}-[0-9A-Z]{5}$/m.exec(text)?.[0] ?? '';
    return {
      ...sheet,
      text,
      code,
      /** What the square on it says. */
      link: `${testPlan.issuer}/letter#${code.replace('-', '')}`,
      /** Of a notice: the address that is printed under its square, as somebody types it who reads it line by line. */
      typedLink:
        /https?:\S+not-my-identity#token=[\w-]{43}/.exec(text.replaceAll('\n', ''))?.[0] ?? '',
    };
  },

  /** The post brings the letter back to the print shop, which says so, once for each time. */
  async bringBack(letterId: string, times = 1): Promise<void> {
    const answer = await fetch(new URL('/control/letters', testPlan.standinsOrigin), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ letterId, status: 'returned', times }),
    });
    expect(await answer.json()).toEqual({ told: Array.from({ length: times }, () => 200) });
  },
};

/** The words on the page, line by line. */
function textOf(pdf: Buffer): string {
  const from = pdf.indexOf('stream\n') + 'stream\n'.length;
  const content = inflateSync(pdf.subarray(from)).toString('latin1');
  return [...content.matchAll(/<([0-9a-f]*)> Tj/g)]
    .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
    .join('\n');
}

/**
 * The night between a letter's order and its collection is over: every letter that waits was asked for a day earlier, and another may be
 * asked for. The end of its code stays where it is, since proofing bound it into the code's hash.
 */
export function letTheNightPass(): void {
  const day = 24 * 60 * 60_000;
  inTheDatabase(
    `UPDATE postal_letters SET requested_at = requested_at - ${day} WHERE status = 'requested'`,
    `UPDATE limits SET window_ends_at = window_ends_at - ${day} WHERE name = 'letter-in-a-day'`,
  );
}

/** The days for which the code of every letter on its way is valid are over. */
export function letTheCodesEnd(): void {
  inTheDatabase(
    `UPDATE postal_letters SET code_expires_at = ${Date.now() - 1_000} WHERE code_hash IS NOT NULL`,
  );
}

/** The minutes for which too many wrong codes of a letter keep out are over. */
export function letTheTriesComeBack(): void {
  inTheDatabase(`DELETE FROM limits WHERE name = 'letter-code'`);
}
