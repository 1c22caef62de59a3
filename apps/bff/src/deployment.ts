import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import {
  credentialFileName,
  faultsOf,
  partyUrl,
  sectionOf,
} from '@signet/contracts/deployment-file';
import {
  printShopCredentialSchema,
  printShopSchema,
  type PrintShopSetting,
} from './proofing/post/print-shop-setting.ts';
import type { CarrierSetting } from './texts/carrier.ts';

/** All that the bff is told about those outside, in the deployment's one file. */
const bffSection = v.strictObject({
  printShop: printShopSchema,
  /** Who delivers the text messages of second steps. */
  carrier: v.strictObject({
    url: partyUrl,
    timeoutMs: v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(60_000)),
    credential: v.strictObject({ file: credentialFileName }),
  }),
});
const carrierSecretSchema = v.strictObject({
  keyId: v.pipe(v.string(), v.regex(/^[\w-]+$/)),
  secret: v.pipe(v.string(), v.regex(/^[\w-]{43}$/, 'must be 32 bytes, base64url')),
});

export type Deployment = {
  readonly printShop: PrintShopSetting;
  readonly carrier: CarrierSetting;
};

/** Reads the bff's section of the file, and the secrets that it names out of the bff's own folder. */
export function readDeployment(file: string, credentials: string): Deployment {
  const { printShop, carrier } = readJson(sectionOf('bff', bffSection), file);
  const secretOf = <Schema extends v.GenericSchema>(
    schema: Schema,
    { credential }: { readonly credential: { readonly file: string } },
  ) => readJson(schema, path.join(credentials, credential.file));
  const { keyId, secret } = secretOf(carrierSecretSchema, carrier);
  return {
    printShop: { ...printShop, credential: secretOf(printShopCredentialSchema, printShop) },
    carrier: {
      url: carrier.url.replace(/\/$/, ''),
      timeoutMs: carrier.timeoutMs,
      keyId,
      secret: Buffer.from(secret, 'base64url'),
    },
  };
}

/** What is wrong is named by file and field; what stands in the file is never said. */
function readJson<Schema extends v.GenericSchema>(
  schema: Schema,
  file: string,
): v.InferOutput<Schema> {
  const text = textIn(file);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error(`the file ${file} is not JSON`);
  }
  const parsed = v.safeParse(schema, content);
  if (parsed.success) return parsed.output;
  throw new Error(`the file ${file} is not as it should be at ${faultsOf(parsed.issues)}`);
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Error(`there is no file ${file} that can be read`);
  }
}
