/** What may go wrong on the wire to any source, switched on by `POST /control/faults`. */
export const faultKinds = ['timeout', '500', '503', 'garbage', 'reset'] as const;
export type FaultKind = (typeof faultKinds)[number];

export type Fault = {
  readonly endpoint: string;
  readonly fault: FaultKind;
  /** Only for requests in which this text occurs, so that tests side by side do not disturb each other. */
  readonly containing?: string;
  /** How many requests it strikes; without end when absent. */
  readonly times?: number;
};

export function createFaults() {
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
    strike(endpoint: string, body: string): FaultKind | undefined {
      const hit = active.find(
        (one) =>
          one.endpoint === endpoint &&
          one.left > 0 &&
          (one.containing === undefined || body.includes(one.containing)),
      );
      if (hit === undefined) return undefined;
      hit.left -= 1;
      return hit.fault;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
