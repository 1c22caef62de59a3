import { VaultError } from '../vault-error.ts';

/** The code with which a promise was refused; `undefined` when it was not. Any other failure is rethrown. */
export async function refusal(attempt: Promise<unknown>): Promise<string | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
}

/** The value of an expected outcome that has to be one here. */
export function valueOf<Value>(
  result: { ok: true; value: Value } | { ok: false; error: { type: string } },
): Value {
  if (!result.ok) throw new Error(`refused: ${result.error.type}`);
  return result.value;
}
