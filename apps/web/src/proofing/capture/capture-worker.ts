import {
  hintFor,
  measureQuality,
  prepareBarcodeReader,
  readingPatienceMs,
  readPdf417,
  retakeReason,
  type Pixels,
} from '@signet/evidence/barcode';
import { barcodeDecoderUrl } from '@signet/evidence/barcode-decoder';
import type { PhotographSide } from '@signet/contracts/photograph';
import type { CaptureAnswer, CaptureTask } from './capture-task.ts';
import { preparePhotograph } from './prepare-photograph.ts';

/** Looks at pictures away from the page's thread. Nothing that it sees leaves this browser. */
self.addEventListener('message', ({ data }: MessageEvent<CaptureTask>) => {
  void run(data)
    .catch((): CaptureAnswer => ({ type: 'refused', fault: 'not_a_photograph' }))
    .then((answer) => self.postMessage(answer, { transfer: [] }));
});

async function run(task: CaptureTask): Promise<CaptureAnswer> {
  if (task.type === 'look') {
    const { frame } = task;
    const canvas = new OffscreenCanvas(frame.width, frame.height);
    canvas.getContext('2d')?.drawImage(frame, 0, 0);
    frame.close();
    return { type: 'seen', hint: hintFor(pixelsOf(canvas)) };
  }
  const prepared = await preparePhotograph(task.file);
  if (!prepared.ok) return { type: 'refused', fault: prepared.error.type };
  const { canvas, jpeg } = prepared.value;
  const fault = await faultOf(pixelsOf(canvas), task.side);
  return fault === undefined ? { type: 'prepared', jpeg } : { type: 'refused', fault };
}

/** The same measures, reader and patience that proofing has: what cannot be read here is not sent. */
async function faultOf(pixels: Pixels, side: PhotographSide) {
  if (side === 'front') return retakeReason(measureQuality(pixels));
  if (!(await readerIsReady())) return undefined;
  const read = await readPdf417(pixels, { patienceMs: readingPatienceMs }).catch(() => undefined);
  if (read === undefined || read.ok) return undefined;
  const { reason } = read.error;
  return reason === 'no_barcode' ? 'barcode_not_found' : reason;
}

let ready: Promise<boolean> | undefined;

/** Where the decoder cannot be loaded the photograph goes unread: proofing reads it in any case. */
function readerIsReady(): Promise<boolean> {
  ready ??= (async () => {
    const response = await fetch(barcodeDecoderUrl, { credentials: 'omit' });
    if (!response.ok) return false;
    await prepareBarcodeReader({ wasmBinary: new Uint8Array(await response.arrayBuffer()) });
    return true;
  })().catch(() => false);
  return ready;
}

function pixelsOf(canvas: OffscreenCanvas): Pixels {
  const { width, height } = canvas;
  const image = canvas
    .getContext('2d', { willReadFrequently: true })
    ?.getImageData(0, 0, width, height);
  return { width, height, data: image?.data ?? new Uint8ClampedArray(width * height * 4) };
}
