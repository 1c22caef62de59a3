const answerWithinMs = 5_000;

/** Posts to an address of an agency that the registry names, and nowhere else; the status of its answer, if one came in time. */
export async function postToAgency(
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string | URLSearchParams,
): Promise<number | undefined> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}
