import type { OperationName } from '@signet/contracts/operation-table';
import type { Fetch } from '../browser.ts';
import type { Installation } from '../installation/install.ts';
import type { Gone, Known, Subscriber } from './subscriber.ts';

export type Scene = {
  readonly house: Installation;
  readonly fetch: Fetch;
  readonly subscriber: Subscriber;
  /** The password of who chooses one in this round. */
  readonly password: string;
  /** A number below another; the same for the same seed. */
  readonly pick: (below: number) => number;
};

/** Just before the request that makes the change: what the person will know if it is made, and that request. */
type Prepared = {
  readonly after: Known | Gone;
  readonly commit: () => Promise<{ readonly status: number }>;
};

/** What comes before the ceremony, undisturbed; it answers with the ceremony itself, up to its last request. */
type Enter = (scene: Scene) => Promise<() => Promise<Prepared>>;

export type Ceremony = {
  readonly name: string;
  /** The one request that makes the change. */
  readonly commit: OperationName;
  /** Whether the person has an account when it begins. */
  readonly account: 'old' | 'new';
  /** Whether the change waits beside the vault until it is committed. */
  readonly pending: boolean;
  readonly enter: Enter;
};
