import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { CarrierSetting } from './texts/carrier.ts';

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
  SIGNET_PRINT_SHOP: folder,
  SIGNET_SMTP_URL: v.pipe(
    v.string(),
    v.regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://'),
  ),
  /** The carrier that delivers text messages: a file that says where it is, and in which other file the secret stands. */
  SIGNET_CARRIER: v.pipe(v.string(), v.minLength(1)),
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

const carrierSchema = v.strictObject({
  url: v.pipe(v.string(), v.url()),
  timeoutMs: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(60_000)),
  credential: v.strictObject({ file: v.pipe(v.string(), v.minLength(1)) }),
});
const carrierSecretSchema = v.strictObject({
  keyId: v.pipe(v.string(), v.regex(/^[\w-]+$/)),
  secret: v.pipe(v.string(), v.regex(/^[\w-]{43}$/, 'must be 32 bytes, base64url')),
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
  readonly printShopFile: string;
  readonly smtpUrl: string;
  readonly carrier: CarrierSetting;
  readonly trustedProxies: readonly string[];
};

/** Parses the environment once; every problem is named, with the variable it is about. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = v.safeParse(environmentSchema, environment);
  if (!parsed.success) {
    const problems = parsed.issues.map(
      (issue) => `${v.getDotPath(issue) ?? 'environment'}: ${issue.message}`,
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
    printShopFile: found.SIGNET_PRINT_SHOP,
    smtpUrl: found.SIGNET_SMTP_URL,
    carrier: readCarrier(found.SIGNET_CARRIER),
    trustedProxies: found.SIGNET_TRUSTED_PROXIES,
  };
}

function readCarrier(file: string): CarrierSetting {
  const { url, timeoutMs, credential } = readJson(carrierSchema, file);
  const { keyId, secret } = readJson(carrierSecretSchema, credential.file);
  return {
    url: url.replace(/\/$/, ''),
    timeoutMs,
    keyId,
    secret: Buffer.from(secret, 'base64url'),
  };
}

/** What is wrong is named by file and field; what stands in the file is never said. */
function readJson<Schema extends v.GenericSchema>(
  schema: Schema,
  file: string,
): v.InferOutput<Schema> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`SIGNET_CARRIER: ${file} cannot be read as JSON`);
  }
  const parsed = v.safeParse(schema, content);
  if (parsed.success) return parsed.output;
  const fields = parsed.issues.map((issue) => v.getDotPath(issue) ?? 'the whole');
  throw new Error(`SIGNET_CARRIER: ${file} is not well formed (${fields.join(', ')})`);
}
