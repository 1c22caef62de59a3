import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const sandbox = {
  SIMULATOR_PORT: '4040',
  SIMULATOR_ISSUER: 'http://localhost:4000',
  SIMULATOR_REGISTRY_KEY: '/home/registry-key.json',
  SIMULATOR_PEOPLE: '/home/personas.json',
  SIMULATOR_CARDS: '/home/personas',
  SIMULATOR_OUTBOX: 'http://127.0.0.1:4030',
};

describe('simulated people visit the Signet on their own machine, and no other (AGENCY-46)', () => {
  test('that one they do', () => {
    expect(readConfig(sandbox)).toMatchObject({ issuer: 'http://localhost:4000', port: 4040 });
  });

  test.each([
    ['https://signet.example', 'SIMULATOR_ISSUER'],
    ['http://signet.example', 'SIMULATOR_ISSUER'],
    ['http://localhost.signet.example', 'SIMULATOR_ISSUER'],
    ['https://localhost', 'SIMULATOR_ISSUER'],
    ['http://10.0.0.7:4030', 'SIMULATOR_OUTBOX'],
  ])('%s as %s is refused', (address, name) => {
    expect(() => readConfig({ ...sandbox, [name]: address })).toThrow(
      `${name} must be on this machine`,
    );
  });

  test.each(Object.keys(sandbox))('without %s it does not start', (name) => {
    expect(() => readConfig({ ...sandbox, [name]: undefined })).toThrow(`${name} is not set.`);
  });
});
