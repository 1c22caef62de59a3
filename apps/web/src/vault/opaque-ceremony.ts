import { useEffect } from 'react';
import { startWorker } from '../app/start-worker.ts';
import type { OpaqueAnswer, OpaqueTask } from './opaque-task.ts';

export type OpaqueCeremony = {
  ask(task: OpaqueTask): Promise<OpaqueAnswer>;
  /** Ends the worker, and with it every copy of the password and of Argon2's memory. */
  end(): void;
};

/** A worker that was started while a password is still being typed. */
let ready: Worker | undefined;

/** For the pages that ask for a password: the worker loads and compiles meanwhile, and not after the button is pressed (WEB-21). */
export function useReadyWorker(): void {
  useEffect(() => {
    if (ready !== undefined) return;
    const worker = startWorker('opaque');
    ready = worker;
    // One that could not be loaded is not kept: the ceremony tries again, and says so if it cannot.
    worker.addEventListener('error', () => {
      if (ready === worker) ready = undefined;
    });
  }, []);
}

export function beginCeremony(): OpaqueCeremony {
  const worker = ready ?? startWorker('opaque');
  ready = undefined;
  return {
    ask: (task) =>
      new Promise((resolve) => {
        const once = { once: true };
        worker.addEventListener(
          'message',
          ({ data }: MessageEvent<OpaqueAnswer>) => resolve(data),
          once,
        );
        worker.addEventListener('error', () => resolve({ type: 'failed' }), once);
        worker.postMessage(task, { transfer: [] });
      }),
    end: () => worker.terminate(),
  };
}
