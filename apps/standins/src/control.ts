import { faultKinds, type FaultKind, type Faults } from './faults.ts';
import type { Journal } from './journal.ts';
import type { App } from './source-endpoint.ts';

const endpoints = ['document-checker', 'dmv', 'records', 'carrier'];

/** For tests and demonstrations: break a source, mend it, and see which fields were asked. */
export function mountControl(app: App, faults: Faults, journal: Journal): void {
  app.post('/control/faults', async (c) => {
    const wish: unknown = await c.req.json().catch(() => undefined);
    if (wish === null || typeof wish !== 'object') return c.json({ error: 'malformed_json' }, 400);
    const { endpoint, fault, containing, times } = wish as Record<string, unknown>;
    const known = typeof endpoint === 'string' && endpoints.includes(endpoint);
    const scoped =
      containing === undefined || (typeof containing === 'string' && containing.length > 0);
    const counted = times === undefined || (Number.isInteger(times) && (times as number) > 0);
    if (!known || !scoped || !counted) return c.json({ error: 'field_malformed' }, 400);
    if (fault === null) {
      faults.clear(endpoint, containing as string | undefined);
      return c.json({ cleared: true });
    }
    if (!faultKinds.includes(fault as FaultKind))
      return c.json({ error: 'unknown_fault', known: faultKinds }, 400);
    faults.set({
      endpoint,
      fault: fault as FaultKind,
      ...(containing === undefined ? {} : { containing: containing as string }),
      ...(times === undefined ? {} : { times: times as number }),
    });
    return c.json({ set: true });
  });

  app.get('/control/journal', (c) => c.json({ entries: journal.read() }));
}
