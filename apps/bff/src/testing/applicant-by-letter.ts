import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { AccountId, LetterId } from '@signet/contracts/ids';
import type { ProofingStep } from '@signet/contracts/facts';
import { postalLetters } from '../db/schema.ts';
import { handOverLetters } from '../proofing/post/hand-over-letters.ts';
import type { PaperStatus } from '../proofing/post/paper.ts';
import { callbackPath } from '../proofing/post/print-shop-callback.ts';
import { createPrintShop } from '../proofing/post/print-shop.ts';
import { createCitizen, type TestCitizen } from './citizen.ts';
import { openHouse, type House } from './house.ts';
import { openPretendProofing } from './pretend-proofing.ts';
import { callbackKey, openPrintShop } from './print-shop.ts';

const day = 24 * 60 * 60_000;

type Callback = { readonly time?: number; readonly key?: string; readonly body?: string };

/** For the tests of one file: a house, a print shop, and before each test a person whose information is checked. */
export function applicantByLetter() {
  let proofing: Awaited<ReturnType<typeof openPretendProofing>>;
  let shop: Awaited<ReturnType<typeof openPrintShop>>;
  let house: House;
  let applicant: TestCitizen;
  let accountId: AccountId;
  let count = 0;
  beforeAll(async () => {
    proofing = await openPretendProofing();
    shop = await openPrintShop();
    house = await openHouse([], {
      proofingUrl: proofing.url,
      printShop: createPrintShop(shop.setting, () => house.bff.now()),
    });
    proofing.signsWith(house.proofing);
  });
  afterAll(async () => {
    await house.close();
    await proofing.close();
    await shop.close();
  });
  beforeEach(async () => {
    proofing.answers({});
    shop.behaves();
    shop.knows([]);
    house.bff.db.delete(postalLetters).run();
    applicant = createCitizen(house, `letter-${(count += 1)}@example.test`);
    accountId = house.signUp(applicant.email, null);
    here.back();
    await applicant.ask('startProofing', {});
    for (const step of ['examine-document', 'check-information'] as const) await here.submit(step);
  });

  const here = {
    house: () => house,
    shop: () => shop,
    proofing: () => proofing,
    applicant: () => applicant,
    accountId: () => accountId,
    /** A session that has not run out meanwhile. */
    back: () => applicant.browser.keep(house.signIn(accountId)),
    submit: (step: ProofingStep) => applicant.ask('submitStep', { step, request: 'a.b.c.d.e' }),
    application: async () => (await applicant.ask('readProofing', {})).value.application,
    letters: async () => (await applicant.ask('readLetters', {})).value.letters,
    stored: () => house.bff.db.select().from(postalLetters).all(),
    mails: async () => (await house.lettersTo(applicant.email)).map(({ kind }) => kind),
    /** The night passes, and what was asked for is collected. */
    async collect() {
      house.wait(day);
      await handOverLetters(house.bff);
      here.back();
    },
    /** Asks for a letter, and answers with its name. */
    async sent(): Promise<LetterId> {
      const { status } = await here.submit('send-letter');
      if (status !== 200) throw new Error(`no letter: ${status}`);
      return (await here.letters())[0]?.letterId as LetterId;
    },
    /** The print shop's word about a letter. */
    async tell(letterId: LetterId, status: PaperStatus, changes: Callback = {}) {
      const { time = house.bff.now(), key = callbackKey } = changes;
      const body = changes.body ?? JSON.stringify({ events: [{ letterId, status }] });
      const mac = createHmac('sha256', Buffer.from(key, 'base64url'))
        .update(`${time}.${body}`)
        .digest('base64url');
      return fetch(house.issuer + callbackPath, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'signet-signature': `t=${time},v1=${mac}` },
      });
    },
  };
  return here;
}
