import type { Agency } from '@signet/contracts/registry';

export type AppLink = {
  readonly agency: Agency;
  readonly address: URL;
  /** When the code in it is not worth pressing for any more, in milliseconds since the epoch. */
  readonly until: number;
};

/** A code to an app lives five minutes; the app needs some of them. */
const worthPressing = 4.5 * 60_000;

let waiting: AppLink | undefined;

/** The address of an app between the answer and the person's press: it holds a code, so it stays in this tab's memory and out of its history. */
export const appLink = {
  keep(agency: Agency, address: URL): void {
    const isCode = address.searchParams.has('code');
    waiting = { agency, address, until: isCode ? Date.now() + worthPressing : Infinity };
  },
  read: (): AppLink | undefined => waiting,
  forget: (): void => void (waiting = undefined),
};
