import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where the built worker hands Argon2id its parameters, at a registration and at a login. */
const stretching = /(?<=argon2id-custom["`]?:)\w+\.stretching/g;
/** The least that RFC 9106 §3.1 allows: 8 KiB, once. It takes no time that could be seen. */
const hardlyAny = '{memory:8,iterations:1,parallelism:1}';

/** Each answer of the worker says when its question came in and when it went out. */
const prelude = `{let type,from;const at=()=>performance.timeOrigin+performance.now();
self.addEventListener('message',({data})=>{type=data.type;from=at()});
const post=self.postMessage.bind(self);
self.postMessage=(answer,options)=>post({...answer,bench:{type,from,to:at()}},options);}
`;

/**
 * The served copy of the worker. OPAQUE and Argon2id are one call into one WebAssembly module; they can be told apart only by
 * making the second vanish, for an account that signs up that way too.
 */
export function openWorkerFile(webFolder: string) {
  const assets = path.join(webFolder, 'assets');
  const name = readdirSync(assets).find((one) => /^opaque-worker-[\w-]+\.js$/.test(one));
  if (name === undefined) throw new Error('the built pages have no opaque-worker');
  const file = path.join(assets, name);
  const built = readFileSync(file, 'utf8');
  if (built.match(stretching)?.length !== 2)
    throw new Error('the parameters of Argon2id were not found twice in the built worker');
  return {
    serve(kind: 'as built' | 'timed' | 'timed, hardly stretching'): void {
      const code =
        kind === 'timed, hardly stretching' ? built.replaceAll(stretching, hardlyAny) : built;
      writeFileSync(file, kind === 'as built' ? built : prelude + code);
    },
  };
}
