import type { Clock } from './clock.ts';
import { faults as faultKinds, type FaultKind, type Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import { riskAnswers, type RiskAnswer, type Says } from './risk.ts';
import type { App, Asked } from './source-endpoint.ts';

export type Controlled = {
  readonly endpoints: readonly string[];
  readonly clock: Clock;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly says: Says;
};

type Wish = Readonly<Record<string, unknown>>;

/** For tests and demonstrations: break a source, mend it, move its clock, and see which fields were asked. */
export function mountControl(
  app: App,
  { endpoints, clock, faults, journal, says }: Controlled,
): void {
  app.post('/control/faults', async (c) => {
    const wish = await wishOf(c);
    if (wish === undefined) return c.json({ error: 'malformed_json' }, 400);
    const { endpoint, fault, containing, times, ms, from, until } = wish;
    const isKnown =
      typeof endpoint === 'string' &&
      endpoints.includes(endpoint) &&
      (containing === undefined || (typeof containing === 'string' && containing.length > 0)) &&
      [times, ms].every(isCountOrAbsent) &&
      [from, until].every(isInstantOrAbsent);
    if (!isKnown) return c.json({ error: 'field_malformed', endpoints }, 400);
    if (fault === null) {
      faults.clear(endpoint, containing as string | undefined);
      return c.json({ cleared: true });
    }
    if (typeof fault !== 'string' || !Object.hasOwn(faultKinds, fault))
      return c.json({ error: 'unknown_fault', known: faultKinds }, 400);
    faults.set({
      endpoint,
      fault: fault as FaultKind,
      ...(containing === undefined ? {} : { containing: containing as string }),
      ...(times === undefined ? {} : { times: times as number }),
      ...(ms === undefined ? {} : { ms: ms as number }),
      ...(from === undefined ? {} : { from: Date.parse(from as string) }),
      ...(until === undefined ? {} : { until: Date.parse(until as string) }),
    });
    return c.json({ set: true });
  });
  app.post('/control/calm', (c) => {
    faults.clear();
    says.tell(undefined);
    clock.reset();
    return c.json({ calm: true });
  });

  app.post('/control/risk', async (c) => {
    const { says: answer, times } = (await wishOf(c)) ?? {};
    const isKnown = answer === null || riskAnswers.includes(answer as RiskAnswer);
    if (!isKnown || !isCountOrAbsent(times)) return c.json({ error: 'field_malformed' }, 400);
    says.tell(answer === null ? undefined : (answer as RiskAnswer), times as number | undefined);
    return c.json({ told: true });
  });

  app.post('/control/clock', async (c) => {
    const { moveByMs, setTo } = (await wishOf(c)) ?? {};
    if (Number.isInteger(moveByMs)) clock.moveBy(moveByMs as number);
    else if (setTo !== undefined && isInstantOrAbsent(setTo))
      clock.setTo(Date.parse(setTo as string));
    else return c.json({ error: 'field_malformed' }, 400);
    return c.json({ now: new Date(clock.now()).toISOString() });
  });
  app.get('/control/clock', (c) => c.json({ now: new Date(clock.now()).toISOString() }));

  app.get('/control/journal', (c) => c.json({ entries: journal.read() }));
  app.post('/control/journal/clear', (c) => {
    journal.clear();
    return c.json({ cleared: true });
  });
}

export async function wishOf(c: Asked): Promise<Wish | undefined> {
  const wish: unknown = await c.req.json().catch(() => undefined);
  return wish === null || typeof wish !== 'object' ? undefined : (wish as Wish);
}

function isCountOrAbsent(value: unknown): boolean {
  return value === undefined || (Number.isInteger(value) && (value as number) > 0);
}

function isInstantOrAbsent(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
}
