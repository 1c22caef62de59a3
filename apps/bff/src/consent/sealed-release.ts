declare const release: unique symbol;

/**
 * A presentation that the browser sealed under K (`dir`, A256GCM). The wire schema proves its form; that the bff cannot
 * open it follows from K, which it first sees when the agency redeems the code.
 */
export type SealedRelease = string & { readonly [release]: true };
