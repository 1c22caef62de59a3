// What the bff keeps and did not make, and can neither open nor try. Each is branded where it is believed, and nowhere else.

declare const signed: unique symbol;
/** Facts, as proofing signed them; `relay.ts` checked the signature. */
export type SignedByProofing = string & { readonly [signed]: true };

declare const sealed: unique symbol;
/** Proofing's answer to a step, which only the browser opens that asked; `relay.ts` took it from proofing. */
export type SealedByProofing = string & { readonly [sealed]: true };

declare const keyed: unique symbol;
/** A digest under a key of proofing's: the blind index of an SSN, the hash of a code. It stands in facts that `relay.ts` checked. */
export type KeyedByProofing = string & { readonly [keyed]: true };

declare const opaque: unique symbol;
/** OPAQUE's registration record, which the browser made of the password; the wire schema proves its form. */
export type OpaqueRecord = string & { readonly [opaque]: true };

export function opaqueRecordOf(registrationRecord: string): OpaqueRecord {
  return registrationRecord as OpaqueRecord;
}
