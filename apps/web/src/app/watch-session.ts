import { aheadBy } from './bff-clock.ts';
import type { SessionState } from './guards.ts';
import { inTime } from './in-time.ts';
import { endOf, isBegun, mayBeExtended, warnBeforeMs, type Begun } from './session-clock.ts';

/** `last-warning`: of an end that nobody can put off. `end-elsewhere`: somebody signed in anew in this browser. */
export type Showing = 'nothing' | 'warning' | 'last-warning' | 'end' | 'end-elsewhere';

type Watched = {
  /** What the bff says of the session; undefined when it does not answer, for a lost signal ends nothing before its time. */
  readonly ask: () => Promise<SessionState | undefined>;
  /** Whether it is the session that this page is of: the one of the browser may be another's. */
  readonly isOurs: (session: Begun) => boolean;
  readonly show: (what: Showing) => void;
};

const lookEveryMs = 30_000;
/** Whoever keeps an answer back does not keep a page open by it. */
const patienceMs = 10_000;

/**
 * Looks after one session: asks now and then, and whenever its end or the warning before it is due, and shows what follows. Questions
 * overtake each other: an answer counts only if no question that was asked later, and nothing known since, says otherwise.
 */
export function watchSession({ ask, isOurs, show }: Watched) {
  let asked = 0;
  let settled = 0;
  let end: number | undefined;
  let warning: Showing = 'warning';
  let due: ReturnType<typeof setTimeout> | undefined;

  const look = async (): Promise<void> => {
    const question = (asked += 1);
    const session = await inTime(ask(), patienceMs);
    if (question <= settled) return;
    if (session !== undefined) {
      settled = question;
      if (!isBegun(session)) return finish();
      if (!isOurs(session)) return finish('end-elsewhere');
      warning = mayBeExtended(session) ? 'warning' : 'last-warning';
      end = here(endOf(session), session);
    }
    reckon();
  };

  function reckon(): void {
    clearTimeout(due);
    if (end === undefined) return;
    const left = end - Date.now();
    if (left <= 0) return finish();
    const early = left > warnBeforeMs;
    show(early ? 'nothing' : warning);
    due = setTimeout(() => void look(), early ? left - warnBeforeMs : left);
  }

  function finish(how: 'end' | 'end-elsewhere' = 'end'): void {
    stop();
    show(how);
  }

  /** The session was extended, here or in another tab: what is still on its way was said before that. */
  function overtake(): void {
    settled = asked;
  }

  function stop(): void {
    settled = Infinity;
    clearTimeout(due);
    clearInterval(rounds);
  }

  const rounds = setInterval(() => void look(), lookEveryMs);
  due = setTimeout(() => void look());
  return { look, overtake, stop };
}

/** When that is by the clock of this device, which may be wrong, and may be set right at any moment. */
function here(instant: number, { now }: { readonly now: string }): number {
  return instant - aheadBy(now);
}
