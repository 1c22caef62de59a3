import { createFileHandOver } from './hand-over-by-file.ts';
import type { PrintShop } from './paper.ts';
import { createRestPrintShop } from './print-shop-by-rest.ts';
import type { PrintShopSetting } from './print-shop-setting.ts';

/** The print shop of this deployment, by whichever way its configuration says. */
export function createPrintShop(setting: PrintShopSetting, now: () => number): PrintShop {
  return setting.handOver === 'rest'
    ? createRestPrintShop(setting, now)
    : createFileHandOver(setting, now);
}
