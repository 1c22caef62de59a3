/** How much time a step has for all of its sources together (PROOF-31): whoever is asked late gets what is left. */
export type StepBudget = { leftMs(): number };

export function startBudget(totalMs: number): StepBudget {
  const end = performance.now() + totalMs;
  return { leftMs: () => Math.max(0, end - performance.now()) };
}
