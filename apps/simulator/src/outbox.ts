import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';

const listSchema = v.object({
  messages: v.array(v.object({ id: v.number(), text: v.string() })),
});

/** The letter box and the telephone of simulated people, at the stand-ins. */
export function createOutbox(origin: string) {
  async function messagesTo(to: string) {
    const url = new URL('/outbox.json', origin);
    url.searchParams.set('to', to);
    return v.parse(listSchema, await (await fetch(url)).json()).messages;
  }

  return {
    /** Calls for what `form` finds in the next message to `to`; what came before does not count. */
    async listen(to: string, form: RegExp): Promise<() => Promise<string>> {
      const before = Math.max(0, ...(await messagesTo(to)).map(({ id }) => id));
      return () => waitFor(to, form, before);
    },
  };

  async function waitFor(to: string, form: RegExp, before: number): Promise<string> {
    const giveUpAt = performance.now() + 20_000;
    while (performance.now() < giveUpAt) {
      const texts = (await messagesTo(to)).filter(({ id }) => id > before);
      const [found] = texts.flatMap(({ text }) => form.exec(text)?.[1] ?? []);
      if (found !== undefined) return found;
      await pause(50);
    }
    throw new Error('no message came');
  }
}

export type Outbox = ReturnType<typeof createOutbox>;
