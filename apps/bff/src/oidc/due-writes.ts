import { errors, Provider } from 'oidc-provider';
import type { Middleware } from 'koa';

type Write = () => void;

/** Where something is written last that the rest may be written with. */
const endsInAWrite = new Set(['token', 'pushed_authorization_request']);

/**
 * A token request writes that its assertion and its code are used up, and then the token: three durable commits, of which each waits
 * for the disk. What may wait is written in the transaction of the token, before it, and the token is only given when all of it
 * holds; what is still due when the request ends in an error is written then.
 */
export function createDueWrites() {
  const due = new WeakMap<object, Write[]>();

  return {
    /** False where no such request is under way: then it must be written at once, so that nothing is answered that does not hold. */
    later(write: Write): boolean {
      const context = Provider.ctx;
      if (context === undefined || !endsInAWrite.has(context.oidc.route)) return false;
      due.set(context, [...(due.get(context) ?? []), write]);
      return true;
    },
    take(): readonly Write[] {
      const context = Provider.ctx;
      const writes = (context && due.get(context)) ?? [];
      if (context !== undefined) due.delete(context);
      return writes;
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
}

export type DueWrites = ReturnType<typeof createDueWrites>;
