import { statusList, statusListMediaType } from '@signet/contracts/credential-status';
import type { Bff } from '../bff.ts';
import type { App } from '../http/mount-operation.ts';
import { problemResponse } from '../http/refusal.ts';
import { createStatusLists } from './status-list.ts';

/** The lists, whole, for anyone: browsers and agencies ask without saying whom they ask about. */
export function serveStatusLists(app: App, bff: Bff): void {
  const tokenOf = createStatusLists(bff);
  app.get(statusList.path, async (c) => {
    const { list } = c.req.param();
    const token = /^[1-9]\d{0,8}$/.test(list) ? await tokenOf(Number(list)) : undefined;
    if (token === undefined) return problemResponse({ type: 'not_found' });
    return c.body(token, 200, {
      'content-type': statusListMediaType,
      'cache-control': `public, max-age=${statusList.ttl}`,
    });
  });
}
