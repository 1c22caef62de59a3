declare module 'webcrypto-liner/build/index.js' {
  export const Crypto: new () => { readonly subtle: SubtleCrypto };
}
