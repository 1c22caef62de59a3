export type Config = {
  readonly port: number;
  /** The Signet that the simulated people visit. */
  readonly issuer: string;
  /** The registry's key, as the pages of that Signet have it compiled in. */
  readonly registryKey: string;
  /** Who there is to be, and the photographs of their cards. */
  readonly people: string;
  readonly cards: string;
  /** Where their mail and text messages arrive. */
  readonly outbox: string;
};

/** Reads the environment; what is missing, or is no sandbox, is said in one sentence. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const required = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') throw new Error(`${name} is not set.`);
    return value;
  };
  const here = (name: string): string => {
    const url = new URL(required(name));
    // AGENCY-46: a login without a person is for the machine of whoever tests.
    if (!['localhost', '127.0.0.1'].includes(url.hostname) || url.protocol !== 'http:')
      throw new Error(`${name} must be on this machine; simulated people visit no other Signet.`);
    return url.origin;
  };
  return {
    port: Number(required('SIMULATOR_PORT')),
    issuer: here('SIMULATOR_ISSUER'),
    registryKey: required('SIMULATOR_REGISTRY_KEY'),
    people: required('SIMULATOR_PEOPLE'),
    cards: required('SIMULATOR_CARDS'),
    outbox: here('SIMULATOR_OUTBOX'),
  };
}
