import * as v from 'valibot';
import { whatOf } from '@signet/contracts/what-of';
import { readDeployment, type Deployment } from './deployment.ts';

const folder = v.pipe(v.string(), v.minLength(1));

const environmentSchema = v.object({
  SIGNET_ISSUER: v.pipe(
    v.string(),
    v.url(),
    v.regex(/^https?:\/\/[^/]+$/, 'must be an origin, without a path'),
  ),
  SIGNET_PORT: v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'must be a port'), v.transform(Number)),
  SIGNET_DATA: folder,
  SIGNET_BFF_KEYS: folder,
  SIGNET_OPAQUE_KEYS: folder,
  SIGNET_REGISTRY: folder,
  SIGNET_REGISTRY_KEY: folder,
  SIGNET_WEB: folder,
  SIGNET_PROOFING_URL: v.pipe(v.string(), v.url()),
  /** With whom this deployment deals, and the folder of the bff's own secrets for that. */
  SIGNET_DEPLOYMENT: folder,
  SIGNET_CREDENTIALS: folder,
  SIGNET_SMTP_URL: v.pipe(
    v.string(),
    v.regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://'),
  ),
  /** Addresses of the proxies whose `X-Forwarded-For` is believed, separated by commas. */
  SIGNET_TRUSTED_PROXIES: v.optional(
    v.pipe(
      v.string(),
      v.transform((text) =>
        text
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean),
      ),
      v.array(v.pipe(v.string(), v.ip('must be a list of addresses'))),
    ),
    '',
  ),
});

export type Config = {
  readonly issuer: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly keyFolder: string;
  readonly opaqueFolder: string;
  readonly registryFile: string;
  readonly registryKeyFile: string;
  readonly webFolder: string;
  readonly proofingUrl: string;
  readonly smtpUrl: string;
  readonly deployment: Deployment;
  readonly trustedProxies: readonly string[];
};

/** Parses the environment once; every problem is named, with the variable it is about. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = v.safeParse(environmentSchema, environment);
  if (!parsed.success) {
    const problems = parsed.issues.map(
      (issue) => `${v.getDotPath(issue) ?? 'environment'}: ${whatOf(issue)}`,
    );
    throw new Error(problems.join('; '));
  }
  const found = parsed.output;
  return {
    issuer: found.SIGNET_ISSUER,
    port: found.SIGNET_PORT,
    dataFolder: found.SIGNET_DATA,
    keyFolder: found.SIGNET_BFF_KEYS,
    opaqueFolder: found.SIGNET_OPAQUE_KEYS,
    registryFile: found.SIGNET_REGISTRY,
    registryKeyFile: found.SIGNET_REGISTRY_KEY,
    webFolder: found.SIGNET_WEB,
    proofingUrl: found.SIGNET_PROOFING_URL.replace(/\/$/, ''),
    smtpUrl: found.SIGNET_SMTP_URL,
    deployment: readDeployment(found.SIGNET_DEPLOYMENT, found.SIGNET_CREDENTIALS),
    trustedProxies: found.SIGNET_TRUSTED_PROXIES,
  };
}
