export type PresentationFault =
  | 'release_key_missing'
  | 'malformed'
  | 'issuer_signature'
  | 'credential_type'
  | 'credential_issuer'
  | 'credential_expired'
  | 'credential_status'
  | 'key_binding_missing'
  | 'key_binding_signature'
  | 'audience'
  | 'nonce'
  | 'age'
  | 'disclosures'
  | 'claims'
  | 'account';

/** A presentation that must not become claims. Carries which check failed, and nothing of what was presented. */
export class PresentationRefused extends Error {
  readonly code: PresentationFault;
  constructor(code: PresentationFault) {
    super(`The presentation was refused: ${code}.`);
    this.code = code;
  }
}
