import http from 'node:http';

/** One request, made beforehand, so that only sending it is measured. */
export type Prepared = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Driven = {
  readonly ms: readonly number[];
  readonly failed: number;
  readonly tookMs: number;
};

// A process of its own, so that what the client costs is not counted as the server's.
if (process.send !== undefined) {
  process.on(
    'message',
    ({ requests, connections }: { requests: Prepared[]; connections: number }) => {
      void drive(requests, connections).then((driven) => process.send?.(driven));
    },
  );
}

async function drive(requests: readonly Prepared[], connections: number): Promise<Driven> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const waiting = [...requests];
  const ms: number[] = [];
  let failed = 0;
  const begun = performance.now();
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const sent = performance.now();
      if ((await send(next, agent)) !== 200) failed += 1;
      ms.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  agent.destroy();
  return { ms, failed, tookMs: performance.now() - begun };
}

function send({ url, method, headers, body }: Prepared, agent: http.Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers, agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject);
    request.end(body);
  });
}
