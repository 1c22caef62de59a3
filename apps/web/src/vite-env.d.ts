/// <reference types="vite/client" />

/** The Ed25519 public key that signs the registry, compiled in by `vite.config.ts`. */
declare const __REGISTRY_KEY__: import('valibot').InferOutput<
  typeof import('@signet/contracts/registry').registryKeySchema
>;

declare module '*.po' {
  import type { Messages } from '@lingui/core';
  export const messages: Messages;
}

declare module 'webcrypto-liner/build/index.es.js' {
  export const Crypto: new () => globalThis.Crypto;
}
