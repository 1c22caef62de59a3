import type { Driven } from './driver.ts';
import type { Parts } from './parts.ts';

export type Measured = Driven & { readonly cpuMs: number; readonly calls: number };
export type Rounds = Readonly<
  Record<'token' | 'bare token' | 'userinfo' | 'bare userinfo', Measured[]>
>;

/** Milliseconds, and calls in a second. */
type Figures = {
  readonly cpuMs: number;
  readonly p50: number;
  readonly p99: number;
  readonly perSecond: number;
};
type Compared = {
  readonly ours: Figures;
  readonly bare: Figures;
  readonly cpuRatio: number;
  readonly throughputRatio: number;
};
export type Report = {
  readonly token: Compared;
  readonly userinfo: Compared;
  /** A whole login by redirects, the browser's part included. */
  readonly login: Pick<Figures, 'p50' | 'p99'>;
  /** What of a token call the bare engine has nothing of, each alone. */
  readonly parts: Parts;
};

export function reportOf(rounds: Rounds, redirect: readonly number[], parts: Parts): Report {
  return {
    token: compared(rounds.token, rounds['bare token']),
    userinfo: compared(rounds.userinfo, rounds['bare userinfo']),
    login: latency(redirect),
    parts,
  };
}

export function linesOf({ token, userinfo, login, parts }: Report): readonly string[] {
  const lines = Object.entries({ token, userinfo }).flatMap(
    ([name, { ours, bare, cpuRatio, throughputRatio }]) => [
      lineOf(name, ours),
      lineOf(`bare ${name}`, bare),
      `  ratio: ${cpuRatio.toFixed(2)}× the CPU (target: at most 1.5×), ${throughputRatio.toFixed(2)}× the throughput`,
    ],
  );
  const [p50, p99] = [login.p50.toFixed(0), login.p99.toFixed(0)];
  const alone = Object.entries(parts).map(([name, cpuMs]) => `${name} ${cpuMs.toFixed(2)} ms`);
  return [
    ...lines,
    `a redirect login, browser’s part included: p50 ${p50} ms, p99 ${p99} ms`,
    `of a token call, each alone: ${alone.join(', ')} CPU`,
  ];
}

function lineOf(name: string, { cpuMs, p50, p99, perSecond }: Figures): string {
  return `${name.padEnd(14)} ${cpuMs.toFixed(2)} ms CPU  p50 ${p50.toFixed(1)} ms  p99 ${p99.toFixed(1)} ms  ${perSecond.toFixed(0)}/s`;
}

function compared(ourRounds: readonly Measured[], bareRounds: readonly Measured[]): Compared {
  const [ours, bare] = [figures(ourRounds), figures(bareRounds)];
  return {
    ours,
    bare,
    cpuRatio: ours.cpuMs / bare.cpuMs,
    throughputRatio: ours.perSecond / bare.perSecond,
  };
}

function figures(rounds: readonly Measured[]): Figures {
  return {
    cpuMs: at(rounds.map(({ cpuMs }) => cpuMs)),
    ...latency(rounds.flatMap(({ ms }) => ms)),
    perSecond: at(rounds.map(({ calls, tookMs }) => (calls * 1_000) / tookMs)),
  };
}

const latency = (ms: readonly number[]) => ({ p50: at(ms), p99: at(ms, 0.99) });

function at(values: readonly number[], part = 0.5): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length * part)] ?? 0;
}
