import { vi } from 'vitest';

type ImportKey = (...parameters: unknown[]) => Promise<CryptoKey>;

/** Runs `task` on a platform that does not know Ed25519, as a browser of before 2025 does not. */
export async function withoutNativeEd25519<Value>(task: () => Promise<Value>): Promise<Value> {
  const original = crypto.subtle.importKey.bind(crypto.subtle) as ImportKey;
  const older = async (...parameters: unknown[]): Promise<CryptoKey> => {
    if (parameters[2] === 'Ed25519')
      throw new DOMException('Unrecognized name.', 'NotSupportedError');
    return original(...parameters);
  };
  const spy = vi.spyOn(crypto.subtle, 'importKey').mockImplementation(older as never);
  try {
    return await task();
  } finally {
    spy.mockRestore();
  }
}
