import { expect } from '@playwright/test';
import { testPlan } from '../house/test-plan.ts';

type Message = {
  readonly to: string;
  readonly at: string;
  readonly subject?: string;
  readonly text: string;
};

/** The stand-ins' outbox, where mail and text messages arrive. */
export const outbox = {
  /** The link in the newest mail to this address that was sent after `since`. */
  async latestLink(to: string, since: Date): Promise<string> {
    const message = await newest(to, since, /https?:\/\/\S+/);
    return /https?:\/\/\S+/.exec(message.text)?.[0] ?? '';
  },

  /** The link of this form in the newest mail that has one. */
  async linkLike(to: string, since: Date, form: RegExp): Promise<string> {
    return form.exec((await newest(to, since, form)).text)?.[0] ?? '';
  },

  /** The six digits in the newest text message to this telephone. */
  async latestCode(to: string, since: Date): Promise<string> {
    const message = await newest(to, since, /\b\d{6}\b/);
    return /\b\d{6}\b/.exec(message.text)?.[0] ?? '';
  },
};

async function newest(to: string, since: Date, containing: RegExp): Promise<Message> {
  const url = new URL('/outbox.json', testPlan.standinsOrigin);
  url.searchParams.set('to', to);
  url.searchParams.set('since', since.toISOString());
  let found: Message | undefined;
  await expect
    .poll(
      async () => {
        const { messages } = (await (await fetch(url)).json()) as { messages: Message[] };
        found = messages
          .filter(({ text }) => containing.test(text))
          .toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
        return found !== undefined;
      },
      { message: 'a message in the outbox' },
    )
    .toBe(true);
  return found as Message;
}
