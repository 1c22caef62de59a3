export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

export function verdict(found: number, atMost: number, unit: string): string {
  return `${found.toFixed(1)} ${unit}, target ≤ ${atMost} ${unit}: ${found <= atMost ? 'met' : 'not met'}`;
}
