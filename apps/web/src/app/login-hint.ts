import type { LoaderFunctionArgs } from 'react-router';
import { call } from './call.ts';

/** The address that the agency thinks is the person's, to begin with (`login_hint`); they may write another. */
export async function loginHint({ params }: LoaderFunctionArgs): Promise<string | null> {
  const { uid } = params;
  const details = uid === undefined ? undefined : await call('readInteraction', {}, { uid });
  return details?.ok === true ? (details.value.loginHint ?? null) : null;
}
