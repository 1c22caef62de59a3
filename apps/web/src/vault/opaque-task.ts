import type { KeyStretching } from '@signet/contracts/key-stretching';

/** What the page asks of the worker, and what it answers. `message` is OPAQUE's own, base64url. */
export type OpaqueTask =
  | { readonly type: 'begin-registration' | 'begin-login'; readonly password: string }
  | {
      readonly type: 'finish-registration' | 'finish-login';
      readonly password: string;
      readonly message: string;
      readonly issuer: string;
      readonly accountId: string;
      /** Within the bounds of its schema: whoever asks has parsed it (VAULT-5). */
      readonly stretching: KeyStretching;
    };

export type OpaqueAnswer =
  | { readonly type: 'begun'; readonly message: string }
  /** `exportKey`: 64 bytes, base64url. */
  | { readonly type: 'finished'; readonly message: string; readonly exportKey: string }
  | { readonly type: 'refused' }
  | { readonly type: 'failed' };
