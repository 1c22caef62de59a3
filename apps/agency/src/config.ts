export type Config = {
  readonly port: number;
  /** Where browsers find this process. */
  readonly origin: string;
  /** The OpenID provider. */
  readonly issuer: string;
  /** Folder made by `create-keys.ts`. */
  readonly keys: string;
  /** File with the public key that signs the provider's registry, handed over when the agencies were registered. */
  readonly registryKey: string;
};

export class ConfigProblem extends Error {
  readonly code = 'agency_config';
}

export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const port = Number(environment['AGENCY_PORT'] ?? '4020');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new ConfigProblem('AGENCY_PORT must be a port number.');
  }
  return {
    port,
    origin: originOf('AGENCY_ORIGIN', environment['AGENCY_ORIGIN'] ?? `http://127.0.0.1:${port}`),
    issuer: originOf('AGENCY_ISSUER', environment['AGENCY_ISSUER'] ?? 'http://localhost:4000'),
    keys: required('AGENCY_KEYS', environment['AGENCY_KEYS']),
    registryKey: required('AGENCY_REGISTRY_KEY', environment['AGENCY_REGISTRY_KEY']),
  };
}

function required(name: string, value: string | undefined): string {
  if (!value) throw new ConfigProblem(`${name} is missing.`);
  return value;
}

function originOf(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || url.origin !== value.replace(/\/$/, '')) {
    throw new ConfigProblem(`${name} must be an origin such as https://agency.example.`);
  }
  return url.origin;
}
