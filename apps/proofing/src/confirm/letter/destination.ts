/** Outside the 48 states and DC the post takes longer (SP 800-63A-4 §3.8): AK, HI, territories, freely associated states, military mail. */
const elsewhere = new Set([
  'AK',
  'HI',
  'AS',
  'GU',
  'MP',
  'PR',
  'VI',
  'FM',
  'MH',
  'PW',
  'AA',
  'AE',
  'AP',
]);

export function isElsewhere(region: string): boolean {
  return elsewhere.has(region);
}
