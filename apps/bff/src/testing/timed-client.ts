import http from 'node:http';
import type { InputOf } from '@signet/contracts/operation';
import { operationTable, type OperationName } from '@signet/contracts/operation-table';

/** An answer as a stranger on the network sees it. */
export type TimedAnswer = {
  readonly status: number | undefined;
  /** Status, headers and length, without the date. */
  readonly shape: string;
  readonly content: unknown;
  readonly ms: number;
};

/** One kept-alive connection without a cookie, on which requests follow each other; `fetch` would add noise of its own. */
export function openTimedClient(issuer: string) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  function ask<Name extends OperationName>(
    name: Name,
    input: InputOf<(typeof operationTable)[Name]>,
  ): Promise<TimedAnswer> {
    const { method, path } = operationTable[name];
    const body = JSON.stringify(input);
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      origin: issuer,
      'sec-fetch-site': 'same-origin',
    };
    return new Promise((resolve, reject) => {
      const begun = performance.now();
      const request = http.request(
        new URL(path, issuer),
        { method, agent, headers },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const ms = performance.now() - begun;
            const text = Buffer.concat(chunks).toString();
            const { date: _date, ...lines } = response.headers;
            const status = response.statusCode;
            const shape = JSON.stringify([status, lines, text.length]);
            resolve({ status, shape, content: JSON.parse(text), ms });
          });
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  return { ask, close: () => agent.destroy() };
}

export type TimedClient = ReturnType<typeof openTimedClient>;
