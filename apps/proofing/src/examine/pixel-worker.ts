import { parentPort } from 'node:worker_threads';
import {
  measureQuality,
  prepareBarcodeReader,
  readPdf417,
  retakeReason,
} from '@signet/evidence/barcode';
import { readBarcodeDecoder } from '../config.ts';

export type Pixels = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
};
export type PixelsRead = {
  /** Undefined where a foreign decoder failed on a picture that nobody thought of; then it found nothing, and that is all. */
  readonly barcode: Awaited<ReturnType<typeof readPdf417>> | undefined;
  readonly frontReason: ReturnType<typeof retakeReason>;
};

// Looking at pixels, away from the thread that answers requests. It is spoken to by `reading-room.ts` alone.
const prepared = prepareBarcodeReader({ wasmBinary: readBarcodeDecoder() });

parentPort?.on(
  'message',
  ({ front, back, patienceMs }: { front: Pixels; back: Pixels; patienceMs: number }) => {
    void prepared
      .then(async (): Promise<PixelsRead> => {
        const barcode = await readPdf417(back, { patienceMs }).catch(() => undefined);
        return { barcode, frontReason: retakeReason(measureQuality(front)) };
      })
      .then((read) => parentPort?.postMessage(read, []));
  },
);
