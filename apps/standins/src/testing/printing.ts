import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CompactEncrypt, CompactSign, exportJWK, generateKeyPair, importJWK } from 'jose';
import { openPrintFolder } from '../print-shop/print-folder.ts';
import { createPrintShop } from '../print-shop/print-shop.ts';
import type { PaperEvent } from '../print-shop/tell-customer.ts';

/** A print shop with a folder of its own and a customer who seals letters as Signet does; what it tells the customer is written down. */
export async function openPrinting() {
  const folder = mkdtempSync(path.join(tmpdir(), 'print-shop-'));
  const printer = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const customer = await generateKeyPair('ES256', { extractable: true });
  const stranger = await generateKeyPair('ES256', { extractable: true });
  const secret = () => randomBytes(32).toString('base64url');
  const credential = { keyId: 'customer', requests: secret(), callbacks: secret() };
  const told: PaperEvent[] = [];
  const tell = async (events: readonly PaperEvent[]) => {
    told.push(...events);
    return 200;
  };
  const sheets = openPrintFolder(folder);
  const shop = createPrintShop({
    credential,
    printerKey: await exportJWK(printer.privateKey),
    customerKey: await exportJWK(customer.publicKey),
    folder: sheets,
    tell,
    mailAfterMs: 5,
  });

  async function seal(letterId: string, by = customer, type = 'signet-letter+jwt') {
    const letter = { letterId, serial: '123456789', language: 'en', address: ['A', 'B', 'C'] };
    const pdf = Buffer.from(`%PDF ${letterId}`).toString('base64url');
    const signed = await new CompactSign(Buffer.from(JSON.stringify({ ...letter, pdf })))
      .setProtectedHeader({ alg: 'ES256', typ: type })
      .sign(by.privateKey);
    return new CompactEncrypt(Buffer.from(signed))
      .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM', typ: 'signet-letter+jwe' })
      .encrypt(await importJWK(await exportJWK(printer.publicKey), 'ECDH-ES'));
  }

  return {
    parts: { shop, folder: sheets, tell },
    credential,
    told,
    seal,
    stranger,
    reopened: () => openPrintFolder(folder),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
