/** Other people's document standards, without the barcode reader (see `./barcode`, which carries a WASM decoder). */
export type { AamvaCard, AamvaPayload, Anomaly, Subfile, Truncation } from './aamva/card.ts';
export { type AamvaFailure, parseAamva } from './aamva/parse-aamva.ts';
export { checkConsistency, type Finding } from './aamva/consistency.ts';
export { type CardToEncode, encodeAamva } from './aamva/encode-aamva.ts';
export { iinByJurisdiction, jurisdictionByIin } from './aamva/issuers.ts';
