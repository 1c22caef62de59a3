import type { Language } from '@signet/contracts/languages';
import type { Registry } from '@signet/contracts/registry';
import type { Config } from './config.ts';
import type { Db } from './db/open.ts';
import type { BackupKeys } from './keys/backup-keys.ts';
import type { BffKeys } from './keys/bff-keys.ts';
import type { OpaquePort } from './keys/opaque-port.ts';
import type { Letter } from './mail/letters.ts';
import type { TextOutcome } from './texts/carrier.ts';
import type { PrintShop } from './proofing/post/paper.ts';

/** What every operation of the bff may reach. Tests pass their own clock, database and network. */
export type Bff = {
  readonly config: Pick<Config, 'issuer' | 'trustedProxies' | 'proofingUrl'>;
  readonly db: Db;
  readonly keys: BffKeys;
  readonly backupKeys: BackupKeys;
  readonly opaque: OpaquePort;
  readonly registry: Registry;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly printShop: PrintShop;
  /** When letters are collected and asked after, and what the print shop signs its callbacks with. */
  readonly letters: {
    readonly batchEveryMinutes: number;
    readonly batchMinute: number;
    readonly statusEveryMinutes: number;
    /** 32 bytes, base64url. */
    readonly callbackKey: string;
  };
  /** Puts a letter into one envelope; throws when the mail server does not take it. */
  readonly sendMail: (to: string, letter: Letter, language: Language) => Promise<void>;
  /** Has a text message delivered; a carrier that does not answer is an outcome, not an error. */
  readonly sendText: (to: string, text: string) => Promise<TextOutcome>;
};
