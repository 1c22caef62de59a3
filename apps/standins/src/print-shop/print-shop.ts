import type { JWK } from 'jose';
import { createVerifier, refuseUnless } from '../signature.ts';
import { json, parseObject, type SourceEndpoint } from '../source-endpoint.ts';
import type { PrintShopCredential } from './keys.ts';
import { openLetter } from './open-letter.ts';
import type { PaperStatus, PrintFolder } from './print-folder.ts';
import type { Teller } from './tell-customer.ts';

export type PrintShopParts = {
  readonly credential: PrintShopCredential;
  readonly printerKey: JWK;
  /** With what its customer signs letters; agreed beforehand. */
  readonly customerKey: JWK;
  readonly folder: PrintFolder;
  readonly tell: Teller;
  /** How long a letter lies between printer and post. */
  readonly mailAfterMs: number;
};

/** A print shop: takes sealed letters by REST, prints each once, mails it, and says so. */
export function createPrintShop(parts: PrintShopParts) {
  const { credential, printerKey, customerKey, folder, tell, mailAfterMs } = parts;
  const verify = createVerifier({ keyId: credential.keyId, secret: credential.requests });
  /** A letter that is there already is taken without printing it again. */
  async function take(letterId: string, sealed: string): Promise<boolean> {
    if (folder.has(letterId)) return true;
    const letter = await openLetter(sealed, letterId, {
      printer: printerKey,
      customer: customerKey,
    });
    if (letter === undefined) return false;
    // Two requests for one letter at once: whoever came first has printed it.
    if (folder.has(letterId)) return true;
    folder.print(letter);
    setTimeout(() => {
      become(letterId, 'accepted', 'printed');
      setTimeout(() => become(letterId, 'printed', 'mailed'), mailAfterMs).unref();
    }, 0);
    return true;
  }

  function become(letterId: string, from: PaperStatus, status: PaperStatus): void {
    if (folder.statusOf(letterId) !== from) return;
    folder.become(letterId, status);
    void tell([{ letterId, status }]);
  }

  const letters: SourceEndpoint = {
    endpoint: 'print-shop',
    path: '/print-shop/v1/letters',
    limitBytes: 400_000,
    refuse: refuseUnless('/print-shop/v1/letters', verify),
    async answer(body, wrongly) {
      const fields = ['letterId', 'sealed'];
      const parsed = parseObject(body, fields);
      if (!parsed.ok) return { reply: json(400, { error: parsed.error }), fields: [] };
      const letterId = String(parsed.value['letterId']);
      const accepted = await take(letterId, String(parsed.value['sealed']));
      const about = wrongly === 'foreign-answer' ? `ltr_${'0'.repeat(26)}` : letterId;
      return { reply: json(accepted ? 200 : 422, { letterId: about, accepted }), fields };
    },
  };

  const statuses: SourceEndpoint = {
    endpoint: 'print-shop',
    path: '/print-shop/v1/statuses',
    limitBytes: 64_000,
    refuse: refuseUnless('/print-shop/v1/statuses', verify),
    async answer(body) {
      const fields = ['letterIds'];
      const parsed = parseObject(body, fields);
      const asked = parsed.ok ? parsed.value['letterIds'] : undefined;
      if (!Array.isArray(asked))
        return { reply: json(400, { error: 'field_malformed' }), fields: [] };
      const known = asked.map(String).flatMap((letterId) => {
        const status = folder.statusOf(letterId);
        return status === undefined ? [] : [{ letterId, status }];
      });
      return { reply: json(200, { letters: known }), fields };
    },
  };

  return { endpoints: [letters, statuses], take };
}

export type PrintShop = ReturnType<typeof createPrintShop>;
