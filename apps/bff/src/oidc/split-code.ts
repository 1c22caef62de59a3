import { splitCodeSeparator } from '@signet/contracts/consent';

/**
 * An authorization code as an agency presents it: the engine's code, and behind the separator the release key K that the
 * browser appended. The engine never sees K, and K is never stored.
 */
export function splitCode(presented: string): { id: string; releaseKey?: string } {
  const at = presented.indexOf(splitCodeSeparator);
  if (at === -1) return { id: presented };
  return {
    id: presented.slice(0, at),
    releaseKey: presented.slice(at + splitCodeSeparator.length),
  };
}
