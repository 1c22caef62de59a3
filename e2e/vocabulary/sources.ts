import { expect } from '@playwright/test';
import { testPlan } from '../house/test-plan.ts';

type Source =
  | 'document-checker'
  | 'dmv'
  | 'records'
  | 'social-security'
  | 'address-record'
  | 'phone-ownership'
  | 'message-delivery'
  | 'risk';

/** Stand-ins of a journey's own: no fault, message, time or journal of the journey before is left, nor anything it told them. */
export async function openNamespace(): Promise<void> {
  const told = await fetch(new URL('/control/namespaces/here', testPlan.standinsOrigin), {
    method: 'POST',
  });
  expect(await told.json()).toEqual({ opened: true });
  const journal = await fetch(new URL('/control/journal', testPlan.standinsOrigin));
  expect(await journal.json()).toEqual({ entries: [] });
}

/** Breaks a stand-in source for its next `times` requests, as it would break by itself. */
export async function breakSource(
  endpoint: Source,
  fault: 'timeout' | '500' | '503' | 'maintenance' | 'throttled' | 'garbage' | 'reset',
  times = 1,
): Promise<void> {
  const answer = await fetch(new URL('/control/faults', testPlan.standinsOrigin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ endpoint, fault, times }),
  });
  expect(answer.status).toBe(200);
}

/** What the risk stand-in says to its next question, whoever it is about. */
export async function nextRisk(says: 'low' | 'review' | 'high'): Promise<void> {
  const answer = await fetch(new URL('/control/risk', testPlan.standinsOrigin), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ says, times: 1 }),
  });
  expect(answer.status).toBe(200);
}
