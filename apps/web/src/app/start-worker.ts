// oxlint-disable-next-line import/default -- Vite answers this query with the address of the built worker
import captureWorkerUrl from '../proofing/capture/capture-worker.ts?worker&url';
// oxlint-disable-next-line import/default -- as above
import opaqueWorkerUrl from '../vault/opaque-worker.ts?worker&url';

type TrustedUrlPolicy = { createScriptURL(url: string): string };
type TrustedTypes = { createPolicy(name: string, rules: TrustedUrlPolicy): TrustedUrlPolicy };

const workers = { capture: captureWorkerUrl, opaque: opaqueWorkerUrl } as const;

/** Trusted Types: the one policy of this app, and the addresses that it lets become scripts (WEB-1). */
const trusted = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'signet',
  {
    createScriptURL(url) {
      if (!Object.values(workers).includes(url))
        throw new TypeError('only the workers of this build may run');
      return url;
    },
  },
);

export function startWorker(name: keyof typeof workers): Worker {
  const url = workers[name];
  return new Worker(trusted?.createScriptURL(url) ?? url, { type: 'module' });
}
