import type { PhotographSide } from '@signet/contracts/photograph';
import { startWorker } from '../../app/start-worker.ts';
import type { Hint } from '@signet/evidence/barcode';
import type { CaptureAnswer, CaptureFault, CaptureTask } from './capture-task.ts';

export type Prepared =
  | { readonly ok: true; readonly value: Blob }
  | { readonly ok: false; readonly error: { readonly type: CaptureFault } };

/** One worker that looks at pictures, one after the other. Ending it frees whatever a picture took. */
export function openStudio() {
  const worker = startWorker('capture');
  let turn: Promise<unknown> = Promise.resolve();
  const ask = (task: CaptureTask, transfer: Transferable[] = []): Promise<CaptureAnswer> => {
    const answer = turn.then(
      () =>
        new Promise<CaptureAnswer>((resolve) => {
          const once = new AbortController();
          const finish = (reply: CaptureAnswer) => {
            once.abort();
            resolve(reply);
          };
          const { signal } = once;
          worker.addEventListener(
            'message',
            ({ data }: MessageEvent<CaptureAnswer>) => finish(data),
            { signal },
          );
          worker.addEventListener(
            'error',
            () => finish({ type: 'refused', fault: 'unreadable_here' }),
            { signal },
          );
          worker.postMessage(task, transfer);
        }),
    );
    turn = answer;
    return answer;
  };
  return {
    async look(frame: ImageBitmap): Promise<Hint> {
      const answer = await ask({ type: 'look', frame }, [frame]);
      return answer.type === 'seen' ? answer.hint : 'good';
    },
    async prepare(file: Blob, side: PhotographSide): Promise<Prepared> {
      const answer = await ask({ type: 'prepare', file, side });
      if (answer.type === 'prepared') return { ok: true, value: answer.jpeg };
      const type = answer.type === 'refused' ? answer.fault : 'unreadable_here';
      return { ok: false, error: { type } };
    },
    end: () => worker.terminate(),
  };
}

export type Studio = ReturnType<typeof openStudio>;
