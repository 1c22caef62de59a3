import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMailer } from './smtp.ts';

/** A mail server that says yes to everything, and what it was told. */
const told: string[] = [];
const server = createServer((socket) => {
  socket.write('220 mail.example.test\r\n');
  let isLetter = false;
  createInterface(socket).on('line', (line) => {
    told.push(line);
    if (isLetter && line !== '.') return;
    isLetter = line === 'DATA';
    socket.write(isLetter ? '354 go on\r\n' : '250 yes\r\n');
    if (line === 'QUIT') socket.end();
  });
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

// prettier-ignore
test.each([
  ['an apostrophe',      "o'brien@example.test",          "o'brien@example.test"],
  ['signs',              '!#$%&*+/=?^_`{|}~-@example.test', '!#$%&*+/=?^_`{|}~-@example.test'],
  ['what a header encodes', '=?utf-8?q?x?=@example.test',  '=?utf-8?q?x?=@example.test'],
  ['two dots, which SMTP quotes', 'a..b@example.test',     '"a..b"@example.test'],
  ['a domain of DNS',    'a@xn--mnchen-3ya.de',            'a@xn--mnchen-3ya.de'],
])('a letter to an address with %s goes to that one box', async (_what, to, box) => {
  told.length = 0;
  const { port } = server.address() as AddressInfo;
  const send = createMailer(`smtp://127.0.0.1:${port}`, 'https://signet.example.test');
  await send(to, { kind: 'confirm-address', link: 'https://signet.example.test/x' }, 'en');
  expect(told.filter((line) => line.startsWith('RCPT'))).toEqual([`RCPT TO:<${box}>`]);
  const headers = told.filter((line) => /^(?:to|cc|bcc):/i.test(line));
  expect(headers.map((line) => line.replace(/^To: <?(.*?)>?$/, '$1'))).toEqual([box]);
});
