// oxlint-disable-next-line import/default -- Vite answers this query with the address of the built worker
import workerUrl from './opaque-worker.ts?worker&url';
import type { OpaqueAnswer, OpaqueTask } from './opaque-task.ts';

type TrustedUrlPolicy = { createScriptURL(url: string): string };
type TrustedTypes = { createPolicy(name: string, rules: TrustedUrlPolicy): TrustedUrlPolicy };

/** Trusted Types: the one policy of this app, and the one address that it lets become a script. */
const trusted = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'signet',
  {
    createScriptURL(url) {
      if (url !== workerUrl) throw new TypeError('only the worker of this build may run');
      return url;
    },
  },
);

export type OpaqueCeremony = {
  ask(task: OpaqueTask): Promise<OpaqueAnswer>;
  /** Ends the worker, and with it every copy of the password and of Argon2's memory. */
  end(): void;
};

export function beginCeremony(): OpaqueCeremony {
  const worker = new Worker(trusted?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module' });
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
