import { vi } from 'vitest';
import type { OpaqueAnswer, OpaqueTask } from '../vault/opaque-task.ts';

/** Stands where the browser would start the worker, and runs the worker's own code; one ceremony at a time, as the app does. */
export async function workerInPage(): Promise<void> {
  let receive: (message: { data: OpaqueTask }) => void = () => undefined;
  let answer: (data: OpaqueAnswer) => void = () => undefined;
  vi.stubGlobal('self', {
    addEventListener: (_type: 'message', listener: typeof receive) => {
      receive = listener;
    },
    postMessage: (data: OpaqueAnswer) => answer(data),
  });
  await import('../vault/opaque-worker.ts');
  vi.stubGlobal(
    'Worker',
    class extends EventTarget {
      constructor() {
        super();
        answer = (data) => void this.dispatchEvent(new MessageEvent('message', { data }));
      }
      postMessage(data: OpaqueTask): void {
        receive({ data });
      }
      terminate(): void {
        answer = () => undefined;
      }
    },
  );
}
