/** What may go wrong on the wire to any source, switched on by `POST /control/faults`. */
// prettier-ignore
export const faults = {
  latency:          'answers after `ms` milliseconds',
  timeout:          'accepts the connection and never answers',
  reset:            'cuts the connection before it answers',
  'lost-answer':    'does what was asked, and cuts the connection before it says so',
  duplicate:        'does what was asked twice, as if it had been asked twice, and sends its answer twice on the same connection',
  'reset-mid-body': 'cuts the connection in the middle of its answer',
  'slow-drip':      'sends its answer a byte at a time and never comes to the end',
  '500':            'answers 500',
  '503':            'answers 503',
  maintenance:      'answers 503 with Retry-After: closed for a while',
  throttled:        'answers 429',
  refused:          'answers 401, as if it did not know its customer',
  garbage:          'answers 200 with bytes that mean nothing',
  'wrong-type':     'answers in HTML',
  'foreign-answer': 'gives the answer to another request',
  'bad-signature':  'signs its answer with a key of somebody else, where answers are signed',
} as const;
export type FaultKind = keyof typeof faults;

export type Fault = {
  readonly endpoint: string;
  readonly fault: FaultKind;
  /** Only for requests in which this text occurs, such as one state. */
  readonly containing?: string;
  /** How many requests it strikes; without end when absent. */
  readonly times?: number;
  /** Milliseconds of `latency`. */
  readonly ms?: number;
  /** Only within this window of the stand-ins' clock; milliseconds since the epoch. */
  readonly from?: number;
  readonly until?: number;
};

export function createFaults(now: () => number = Date.now) {
  let active: (Fault & { left: number })[] = [];
  return {
    set(fault: Fault): void {
      active.push({ ...fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    clear(endpoint?: string, containing?: string): void {
      active = active.filter(
        (one) =>
          (endpoint !== undefined && one.endpoint !== endpoint) ||
          (containing !== undefined && one.containing !== containing),
      );
    },
    /** The fault that strikes this request, if one does; it is used up by one. */
    strike(endpoint: string, body: string): Fault | undefined {
      const hit = active.find(
        (one) =>
          one.endpoint === endpoint &&
          one.left > 0 &&
          (one.from === undefined || one.from <= now()) &&
          (one.until === undefined || now() < one.until) &&
          (one.containing === undefined || body.includes(one.containing)),
      );
      if (hit === undefined) return undefined;
      hit.left -= 1;
      return hit;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
