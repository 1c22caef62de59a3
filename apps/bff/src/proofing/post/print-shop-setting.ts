import * as v from 'valibot';
import { credentialFileName, partyUrl } from '@signet/contracts/deployment-file';
import type { Bff } from '../../bff.ts';
import { printShopManifest } from './print-shop-manifest.ts';

const text = v.pipe(v.string(), v.minLength(1));
const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

// prettier-ignore
const common = {
  /** Secrets are named, never written here: `requests` signs what we send, `callbacks` what comes back. */
  credential:          v.strictObject({ file: credentialFileName }),
  /** Letters go once in so many minutes, a day when nothing else is wanted, and so many minutes after midnight (UTC). */
  batchEveryMinutes:   whole(1, 24 * 60),
  batchMinute:         whole(0, 24 * 60 - 1),
};

/** Who prints, how letters get there, and how often. */
// prettier-ignore
export const printShopSchema = v.variant('handOver', [
  v.strictObject({ handOver: v.literal('rest'), url: partyUrl, timeoutMs: whole(100, printShopManifest.budget.callMs), statusEveryMinutes: whole(1, 24 * 60), ...common }),
  v.strictObject({ handOver: v.literal('file'), folder: text, ...common }),
]);

export const printShopCredentialSchema = v.strictObject({
  keyId: text,
  requests: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  callbacks: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
});

type PrintShopCredential = v.InferOutput<typeof printShopCredentialSchema>;
type Setting = v.InferOutput<typeof printShopSchema>;
/** As it was read, with the secrets in the place of their file's name. */
export type PrintShopSetting = WithSecrets<Setting>;
type WithSecrets<One> = One extends unknown
  ? Omit<One, 'credential'> & { readonly credential: PrintShopCredential }
  : never;

/** What the bff goes by. */
export function letterDays(setting: PrintShopSetting): Bff['letters'] {
  return {
    batchEveryMinutes: setting.batchEveryMinutes,
    batchMinute: setting.batchMinute,
    statusEveryMinutes: setting.handOver === 'rest' ? setting.statusEveryMinutes : 24 * 60,
    callbackKey: setting.credential.callbacks,
  };
}
