import { startWorker } from '../app/start-worker.ts';
import type { OpaqueAnswer, OpaqueTask } from './opaque-task.ts';

export type OpaqueCeremony = {
  ask(task: OpaqueTask): Promise<OpaqueAnswer>;
  /** Ends the worker, and with it every copy of the password and of Argon2's memory. */
  end(): void;
};

export function beginCeremony(): OpaqueCeremony {
  const worker = startWorker('opaque');
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

/** 64 bytes from the worker's base64url. */
export function exportKeyBytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );
}
