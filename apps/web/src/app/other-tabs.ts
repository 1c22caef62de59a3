/**
 * What the tabs of a browser tell each other: nothing of a person, only that there is something to ask the bff for, or nothing more. `begun`:
 * somebody signs in or up, and whoever was signed in before is not any more. `leaving`: somebody signs out; `ended`: they are signed out.
 */
export type Word = 'begun' | 'leaving' | 'ended' | 'extended' | 'vault-changed';

export const nameOfTabs = 'signet-session';
/** By which this tab hears: what is said by it comes to the others alone. */
let ears: BroadcastChannel | undefined;

export function tellTabs(word: Word): void {
  const channel = ears ?? new BroadcastChannel(nameOfTabs);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel belongs to one origin
  channel.postMessage(word);
  if (channel !== ears) channel.close();
}

/** Answers with what ends it. */
export function hearTabs(heard: (word: Word) => void): () => void {
  const channel = new BroadcastChannel(nameOfTabs);
  ears = channel;
  channel.addEventListener('message', ({ data }) => heard(data as Word));
  return () => {
    channel.close();
    if (ears === channel) ears = undefined;
  };
}
