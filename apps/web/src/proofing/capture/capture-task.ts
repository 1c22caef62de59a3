import type { Hint } from '@signet/evidence/barcode';
import type { RetakeReason } from '@signet/contracts/proofing-wire';
import type { PhotographSide } from '@signet/contracts/photograph';

/** What is wrong with a photograph, in words that proofing has too, and a few that only the browser needs. */
export type CaptureFault = RetakeReason | 'empty' | 'unreadable_here';

export type CaptureTask =
  /** One frame of the camera. */
  | { readonly type: 'look'; readonly frame: ImageBitmap }
  /** A photograph or chosen file: checked, made smaller, written anew. */
  | { readonly type: 'prepare'; readonly file: Blob; readonly side: PhotographSide };

export type CaptureAnswer =
  | { readonly type: 'seen'; readonly hint: Hint }
  | { readonly type: 'prepared'; readonly jpeg: Blob }
  | { readonly type: 'refused'; readonly fault: CaptureFault };
