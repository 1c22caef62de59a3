import { errors, Provider } from 'oidc-provider';
import type { Middleware } from 'koa';
import type { Db } from '../db/open.ts';

type Write = () => void;
type Call = {
  readonly due: readonly Write[];
  readonly write: Write;
  /** What it failed with; undefined where it holds. */
  readonly settle: (problem?: unknown) => void;
};

/** Where something is written last that the rest may be written with. */
const endsInAWrite = new Set(['token', 'pushed_authorization_request']);

/**
 * A token request writes that its assertion and its code are used up, and then the token: three durable commits, of which each waits
 * for the disk. What may wait is written in the transaction of the token, before it, and the token is only given when all of it
 * holds; what is still due when the request ends in an error is written then. And calls that come to that point at the same time share one
 * commit: each is everything or nothing for itself, and none is answered before all of them are on the disk.
 */
export function createDueWrites(db: Db) {
  const due = new WeakMap<object, Write[]>();
  let waiting: Call[] = [];

  return {
    /** False where no such request is under way: then it must be written at once, so that nothing is answered that does not hold. */
    later(write: Write): boolean {
      const context = Provider.ctx;
      if (context === undefined || !endsInAWrite.has(context.oidc.route)) return false;
      due.set(context, [...(due.get(context) ?? []), write]);
      return true;
    },
    /** Writes what is due of the request under way, and this. It runs after others', so it must not ask whose request it is. */
    async commit(write: Write): Promise<void> {
      const context = Provider.ctx;
      const own = (context && due.get(context)) ?? [];
      if (context !== undefined) due.delete(context);
      if (waiting.length === 0) setImmediate(commitAll);
      const problem = await new Promise<unknown>((settle) =>
        waiting.push({ due: own, write, settle }),
      );
      if (problem === undefined) return;
      // What failed is done again piece by piece, so that what a replay ends is ended for good.
      for (const one of own) one();
      throw problem;
    },
    /** The innermost of our middlewares: nothing is answered before everything is written. */
    middleware(): Middleware {
      return async (ctx, next) => {
        await next();
        const left = due.get(ctx) ?? [];
        due.delete(ctx);
        try {
          for (const write of left) write();
        } catch (problem) {
          // Used up by somebody else in the meantime; the answer is an error already.
          if (!(problem instanceof errors.OIDCProviderError)) throw problem;
        }
      };
    },
  };

  function commitAll(): void {
    const calls = waiting;
    waiting = [];
    let problems: readonly unknown[];
    try {
      problems = calls.length === 1 ? calls.map(attempt) : db.transaction(() => calls.map(attempt));
    } catch (problem) {
      problems = calls.map(() => problem);
    }
    calls.forEach(({ settle }, at) => settle(problems[at]));
  }

  /** Within the transaction of all, if there are others; what fails takes back what it wrote itself. */
  function attempt({ due: own, write }: Call): unknown {
    try {
      db.transaction(() => [...own, write].forEach((one) => one()));
      return undefined;
    } catch (problem) {
      return problem;
    }
  }
}

export type DueWrites = ReturnType<typeof createDueWrites>;
