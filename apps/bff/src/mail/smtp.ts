import { createTransport } from 'nodemailer';
import type { Bff } from '../bff.ts';
import { writeLetter } from './letters.ts';

export function createMailer(smtpUrl: string, issuer: string): Bff['sendMail'] {
  const url = new URL(smtpUrl);
  const transport = createTransport({
    host: url.hostname,
    port: Number(url.port || (url.protocol === 'smtps:' ? 465 : 25)),
    secure: url.protocol === 'smtps:',
    connectionTimeout: 5_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const from = `Signet <no-reply@${new URL(issuer).hostname}>`;
  // One address, whatever is in it: not a text that is read as a list of them.
  return async (to, letter, language) => {
    const written = writeLetter(letter, language);
    const headers = { 'content-language': language };
    await transport.sendMail({ from, to: { name: '', address: to }, headers, ...written });
  };
}
