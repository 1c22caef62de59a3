/**
 * The check symbol of a recovery key: arithmetic in GF(32) with the primitive polynomial x⁵ + x² + 1. Symbol i
 * (from 0) is weighted with α^(i+1) and the check symbol with 1; the weighted sum of all is zero.
 *
 * Each weight is invertible, so one wrong symbol never keeps the sum. The weights of 20 places are distinct, because
 * α has order 31, so exchanging any two different symbols never keeps it either. A sum modulo 32 cannot do both.
 */
export function checkSymbol(symbols: readonly number[]): number {
  let sum = 0;
  let weight = timesAlpha(1);
  for (const symbol of symbols) {
    sum ^= multiply(symbol, weight);
    weight = timesAlpha(weight);
  }
  return sum;
}

function timesAlpha(element: number): number {
  const doubled = element << 1;
  return doubled & 0b100000 ? doubled ^ 0b100101 : doubled;
}

function multiply(left: number, right: number): number {
  let product = 0;
  let shifted = left;
  for (let bit = 0; bit < 5; bit += 1) {
    if ((right >> bit) & 1) product ^= shifted;
    shifted = timesAlpha(shifted);
  }
  return product;
}
