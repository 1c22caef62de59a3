/** Reading the barcode of a card from a photograph, and saying what is wrong with photographs that cannot be read. */
export type { Pixels } from './pixels.ts';
export {
  type Hint,
  hintFor,
  measureQuality,
  type Quality,
  type QualityReason,
  retakeReason,
} from './quality.ts';
export {
  type BarcodeFailure,
  type BarcodeRead,
  prepareBarcodeReader,
  readingPatienceMs,
  readPdf417,
} from './read-pdf417.ts';
