import { readAtMost } from '@signet/contracts/read-at-most';

const answerWithinMs = 5_000;
const longestError = 4_096;

export type AgencyAnswer = {
  readonly status: number;
  /** What it says of a request that it calls wrong (400); empty where that is too long, or did not come in time. */
  readonly error: string;
};

/** Posts to an address of an agency that the registry names, and nowhere else; its answer, if one came in time. */
export async function postToAgency(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string | URLSearchParams,
): Promise<AgencyAnswer | undefined> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const { status } = response;
    if (status === 400) {
      const error = await readAtMost(response, longestError).catch(() => undefined);
      return { status, error: error ?? '' };
    }
    await response.body?.cancel();
    return { status, error: '' };
  } catch {
    return undefined;
  }
}
