/** What comes in time; undefined when nothing does. */
export async function inTime<Answer>(
  answer: Promise<Answer>,
  patienceMs: number,
): Promise<Answer | undefined> {
  let patience: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    patience = setTimeout(() => resolve(undefined), patienceMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(patience));
}
