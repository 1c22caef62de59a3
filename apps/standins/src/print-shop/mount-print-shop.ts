import type { App } from '../source-endpoint.ts';
import { lettersPage } from './letters-page.ts';
import type { PaperStatus, PrintFolder } from './print-folder.ts';
import type { Teller } from './tell-customer.ts';

const statuses = ['printed', 'mailed', 'returned'] as const satisfies readonly PaperStatus[];

/** What people and tests see of the shop: the sheets, and a way to say what the post did with one. */
export function mountPrintShopPages(
  app: App,
  { folder, tell }: { readonly folder: PrintFolder; readonly tell: Teller },
): void {
  app.get('/letters', (c) => c.html(lettersPage(folder.read())));
  app.get('/letters.json', (c) => c.json({ letters: folder.read() }));
  app.get('/letters/:name{.+\\.pdf}', (c) => {
    const pdf = folder.pdf(c.req.param('name').replace(/\.pdf$/, ''));
    return pdf === undefined
      ? c.notFound()
      : c.body(new Uint8Array(pdf), 200, { 'content-type': 'application/pdf' });
  });
  /** `times` more than once sends the same callback again, as a nervous shop does. */
  app.post('/control/letters', async (c) => {
    const wish = (await c.req.json().catch(() => ({}))) as Record<string, unknown>;
    const { letterId, status, times = 1 } = wish;
    const known = statuses.find((one) => one === status);
    if (typeof letterId !== 'string' || known === undefined || !Number.isInteger(times))
      return c.json({ error: 'field_malformed' }, 400);
    const told: number[] = [];
    if (folder.become(letterId, known) === undefined) return c.json({ error: 'unknown' }, 400);
    for (let many = 0; many < Number(times); many += 1)
      told.push(await tell([{ letterId, status: known }]));
    return c.json({ told });
  });
}
