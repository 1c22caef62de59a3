import { onTestFinished } from 'vitest';
import { nameOfTabs, type Word } from '../app/other-tabs.ts';

/** What the other tabs of the browser are told; messages between tabs take a moment. */
export function otherTabs(): readonly Word[] {
  const told: Word[] = [];
  const channel = new BroadcastChannel(nameOfTabs);
  channel.addEventListener('message', ({ data }) => void told.push(data as Word));
  onTestFinished(() => channel.close());
  return told;
}
