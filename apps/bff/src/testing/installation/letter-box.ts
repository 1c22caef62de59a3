import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Letter } from '../../mail/letters.ts';

/** A mail server (RFC 5321, as little of it as the bff needs) that keeps the confirmation links. */
export async function openLetterBox() {
  const links: { readonly to: string; readonly link: string }[] = [];
  const server = createServer((socket) =>
    converse(socket, (to, text) => {
      const [link] = /http\S+#token=[\w-]+/.exec(decoded(text)) ?? [];
      // A letter is sent at least once: the bff may have been killed between sending it and noting so.
      if (link !== undefined && !links.some((one) => one.link === link)) links.push({ to, link });
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const taken = new Map<string, number>();

  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The confirmations of an address, once there is one that was not handed out before. */
    async lettersTo(address: string): Promise<readonly Letter[]> {
      const giveUpAt = performance.now() + 30_000;
      for (;;) {
        const found = links.filter(({ to, link }) => to === address && /\/sign-up\//.test(link));
        if (found.length > (taken.get(address) ?? 0)) {
          taken.set(address, found.length);
          return found.map(({ link }) => ({ kind: 'confirm-address', link }));
        }
        if (performance.now() > giveUpAt) throw new Error('no letter came');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    /** The newest link of this form to an address, once there is one. */
    async linkLike(address: string, form: RegExp): Promise<string> {
      const giveUpAt = performance.now() + 30_000;
      for (;;) {
        const found = links.findLast(({ to, link }) => to === address && form.test(link));
        if (found !== undefined) {
          links.splice(links.indexOf(found), 1);
          return found.link;
        }
        if (performance.now() > giveUpAt) throw new Error('no letter with such a link came');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function converse(socket: Socket, deliver: (to: string, text: string) => void): void {
  let read = '';
  let to = '';
  let inText = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    read += chunk.toString('latin1');
    for (;;) {
      const end = read.indexOf(inText ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const line = read.slice(0, end);
      read = read.slice(end + (inText ? 5 : 2));
      if (inText) {
        inText = false;
        deliver(to, line);
        say('250 kept');
      } else if (/^DATA/i.test(line)) {
        inText = true;
        say('354 go on');
      } else if (/^QUIT/i.test(line)) {
        socket.end('221 bye\r\n');
      } else {
        to = /^RCPT TO:<([^>]*)>/i.exec(line)?.[1] ?? to;
        say('250 ok');
      }
    }
  });
  say('220 letter box');
}

/** Quoted-printable (RFC 2045 §6.7). */
function decoded(text: string): string {
  return text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
