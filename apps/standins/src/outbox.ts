/** A message that would have reached a person. */
export type Message = {
  readonly id: number;
  readonly at: string;
  readonly channel: 'mail' | 'sms' | 'voice';
  readonly to: string;
  readonly subject?: string;
  readonly text: string;
};

const kept = 500;

export function createOutbox(now: () => Date = () => new Date()) {
  let messages: Message[] = [];
  let count = 0;
  return {
    deliver(message: Omit<Message, 'id' | 'at'>): Message {
      count += 1;
      const delivered = { ...message, id: count, at: now().toISOString() };
      messages = [...messages, delivered].slice(-kept);
      return delivered;
    },
    /** Newest first; `to` and `since` (ISO 8601) narrow the list. */
    read(
      filter: { readonly to?: string | undefined; readonly since?: string | undefined } = {},
    ): Message[] {
      return messages
        .filter(
          (one) => filter.to === undefined || one.to.toLowerCase() === filter.to.toLowerCase(),
        )
        .filter((one) => filter.since === undefined || one.at >= filter.since)
        .toReversed();
    },
    clear(): void {
      messages = [];
    },
  };
}

export type Outbox = ReturnType<typeof createOutbox>;
