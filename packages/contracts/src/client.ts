import * as v from 'valibot';

export const browsers = ['Chrome', 'Edge', 'Firefox', 'Safari', 'Opera', 'other'] as const;
export const deviceKinds = ['phone', 'tablet', 'computer'] as const;

/** What is kept of a browser, and no more: its name, the number of its release, and what sort of device it runs on. */
export const clientSchema = v.strictObject({
  browser: v.picklist(browsers),
  version: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9_999))),
  device: v.picklist(deviceKinds),
});
export type Client = v.InferOutput<typeof clientSchema>;
