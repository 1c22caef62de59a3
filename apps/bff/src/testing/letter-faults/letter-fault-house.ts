import { eq } from 'drizzle-orm';
import type { LetterId } from '@signet/contracts/ids';
import type { Bff } from '../../bff.ts';
import { postalLetters, type SealedLetter } from '../../db/schema.ts';
import { newId } from '../../keys/new-id.ts';
import { handOverLetters } from '../../proofing/post/hand-over-letters.ts';
import { askAfterLetters } from '../../proofing/post/letter-rounds.ts';
import { callbackPath } from '../../proofing/post/print-shop-callback.ts';
import { createPrintShop } from '../../proofing/post/print-shop.ts';
import { createCitizen } from '../citizen.ts';
import { openHouse } from '../house.ts';
import type { LetterFault, Tried } from './letter-fault-table.ts';
import { addressee, startPrintShop } from './started-print-shop.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
/** The bff's own patience with the shop, and time for the rest. */
const patienceMs = 10_000;

/** The bff's queue of letters and the print shop's process, with HTTP between them. */
export async function openLetterFaultHouse() {
  const shopOf: { printShop?: Bff['printShop'] } = {};
  const house = await openHouse([], {
    printShop: {
      handOver: async (letters) => (await shopOf.printShop?.handOver(letters)) ?? new Map(),
      statusesOf: async (letterIds) => shopOf.printShop?.statusesOf(letterIds),
    },
  });
  const shop = await startPrintShop(house.issuer + callbackPath);
  const open = createPrintShop(shop.setting, () => Date.now());
  // Nobody listens at the port of `tcpmux`.
  const nobody = { ...shop.setting, url: 'http://127.0.0.1:1/print-shop/v1' };
  const shut = createPrintShop(nobody as typeof shop.setting, () => Date.now());
  let ahead = 0;
  /** Its queue lives some hours ahead, so that waits are over; its door keeps the shop's time, which signs what it says. */
  const bff: Bff = { ...house.bff, now: () => house.bff.now() + ahead };
  let count = 0;

  async function tryFault(fault: LetterFault): Promise<Tried> {
    const problems: string[] = [];
    const require = (holds: boolean, what: string) => {
      if (!holds) problems.push(what);
    };
    await shop.control('calm');
    ahead = 0;
    const email = `fault-${(count += 1)}@example.test`;
    const accountId = house.signUp(email, null);
    const applicant = createCitizen(house, email);
    applicant.browser.keep(house.signIn(accountId));
    await applicant.ask('startProofing', {});
    const id: LetterId = newId('ltr');
    house.putLetter(accountId, {
      id,
      status: 'requested',
      letterSealed: (await shop.seal(id)) as SealedLetter,
      requestedAt: house.bff.now() - 2 * day,
    });
    const letter = () =>
      house.bff.db.select().from(postalLetters).where(eq(postalLetters.id, id)).get();
    const strike = async () => {
      shopOf.printShop = fault === 'connection-refused' ? shut : open;
      if (fault !== 'connection-refused')
        await shop.control('faults', { endpoint: 'print-shop', fault, ms: 300 });
    };
    const mend = async () => {
      shopOf.printShop = open;
      await shop.control('calm');
    };
    const inTime = async (work: () => Promise<unknown>) => {
      const begun = performance.now();
      await work();
      require(performance.now() - begun < patienceMs, 'stuck');
    };

    await strike();
    let answered: number | undefined;
    await inTime(async () => {
      answered = await handOverLetters(bff);
    });
    // The shop's own word comes a moment after it took a letter, whatever became of its answer.
    await within(3_000, async () => letter()?.status !== 'requested');
    const left = letter()?.status;
    const ended =
      answered === 1
        ? 'handed over'
        : left === 'requested'
          ? 'on order'
          : 'taken: the shop says so later';
    require((letter()?.letterSealed === null) === (left !== 'requested'), 'lost the letter');
    await mend();
    ahead += 5 * hour;
    await inTime(() => handOverLetters(bff));
    require(letter()?.status !== 'requested', 'not handed over once the shop was mended');
    require(letter()?.letterSealed === null, 'kept what was handed over');

    // What became of it is asked while the shop fails, and once more when it does not.
    await strike();
    await inTime(() => askAfterLetters(house.bff));
    await mend();
    await within(5_000, async () => {
      await askAfterLetters(house.bff);
      return letter()?.status === 'mailed';
    });
    require(letter()?.status === 'mailed', `in the end ${letter()?.status}`);
    require(letter()?.codeHash !== null, 'lost the code');
    const sheets = (await shop.printed()).filter(({ letterId }) => letterId === id);
    require(sheets.length === 1 && sheets[0]?.prints === 1, `${sheets.length} sheets`);
    const told = (await house.lettersTo(email)).filter(({ kind }) => kind === 'letter-mailed');
    require(told.length === 1, `told ${told.length} times`);
    return { fault, ended, problems };
  }

  return {
    tryFault,
    /** Lines of the address that stand where they must not: what either process printed, the journal, the database. */
    leaks: async () => {
      const places = [await shop.told(), house.output(), house.bytesAtRest().toString('latin1')];
      return addressee.filter((line) => places.some((text) => text.includes(line))).length;
    },
    close: async () => {
      await shop.stop();
      await house.close();
    },
  };
}

async function within(ms: number, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end && !(await holds()))
    await new Promise((resolve) => setTimeout(resolve, 50));
}
