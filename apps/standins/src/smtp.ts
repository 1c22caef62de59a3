import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Outbox } from './outbox.ts';

/** A mail server that delivers everything to the outbox and forwards nothing. */
export async function startSmtp(port: number, outbox: Outbox): Promise<{ close(): Promise<void> }> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    size: 1_000_000,
    onData(stream, session, done) {
      simpleParser(stream).then(
        (mail) => {
          for (const { address } of session.envelope.rcptTo) {
            outbox.deliver({
              channel: 'mail',
              to: address,
              subject: mail.subject ?? '',
              text: mail.text ?? '',
            });
          }
          done();
        },
        () => done(new Error('the message could not be read')),
      );
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}
