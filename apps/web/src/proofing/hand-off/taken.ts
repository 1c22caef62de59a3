import type { Photos } from '../capture/photo-fields.tsx';

let photographs: Photos = {};

/** From one page to the next, in memory only; taking them leaves nothing here. */
export function bringPhotographs(taken: Photos): void {
  photographs = taken;
}

export function takePhotographs(): Photos {
  const taken = photographs;
  photographs = {};
  return taken;
}
