import { format } from 'node:util';
import { afterAll, expect } from 'vitest';
import { valuesIn } from './person.ts';

/** Every line that the code under test printed in this test file. */
export const printed: string[] = [];

for (const name of ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir'] as const) {
  console[name] = (...what: unknown[]) => {
    printed.push(format(...what));
  };
}
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = ((chunk: string | Uint8Array, ...rest: []) => {
    printed.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    return write(chunk, ...rest);
  }) as typeof stream.write;
}

afterAll(() => {
  expect(valuesIn(printed.join('\n'))).toEqual([]);
});
