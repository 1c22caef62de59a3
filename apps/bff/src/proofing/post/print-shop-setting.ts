import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Bff } from '../../bff.ts';
import { printShopManifest } from './print-shop-manifest.ts';

const text = v.pipe(v.string(), v.minLength(1));
const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

// prettier-ignore
const common = {
  /** Secrets are named, never written here: `requests` signs what we send, `callbacks` what comes back. */
  credentialFile:      text,
  /** Letters go once in so many minutes, a day when nothing else is wanted, and so many minutes after midnight (UTC). */
  batchEveryMinutes:   whole(1, 24 * 60),
  batchMinute:         whole(0, 24 * 60 - 1),
};

// prettier-ignore
const settingSchema = v.variant('handOver', [
  v.strictObject({ handOver: v.literal('rest'), url: v.pipe(v.string(), v.url()), timeoutMs: whole(100, printShopManifest.budget.callMs), statusEveryMinutes: whole(1, 24 * 60), ...common }),
  v.strictObject({ handOver: v.literal('file'), folder: text, ...common }),
]);

const credentialSchema = v.strictObject({
  keyId: text,
  requests: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  callbacks: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
});

type PrintShopCredential = v.InferOutput<typeof credentialSchema>;
export type PrintShopSetting = v.InferOutput<typeof settingSchema> & {
  readonly credential: PrintShopCredential;
};

/** What the bff goes by. */
export function letterDays(setting: PrintShopSetting): Bff['letters'] {
  return {
    batchEveryMinutes: setting.batchEveryMinutes,
    batchMinute: setting.batchMinute,
    statusEveryMinutes: setting.handOver === 'rest' ? setting.statusEveryMinutes : 24 * 60,
    callbackKey: setting.credential.callbacks,
  };
}

/** Who prints, how letters get there, and how often; one file per deployment. Its mistakes are one sentence each. */
export function readPrintShopSetting(file: string): PrintShopSetting {
  const setting = v.safeParse(settingSchema, readJson(file));
  if (!setting.success)
    throw new Error(
      `the print shop's configuration ${file} is not as it should be at ${v.getDotPath(setting.issues[0]) ?? 'its root'}`,
    );
  const { credentialFile } = setting.output;
  const credential = v.safeParse(credentialSchema, readJson(credentialFile));
  if (!credential.success)
    throw new Error(`the file ${credentialFile} does not hold the print shop's credential`);
  return { ...setting.output, credential: credential.output };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The parser's own words quote the file, and the file may be one of secrets.
    throw new Error(`the file ${file} cannot be read as JSON`);
  }
}
