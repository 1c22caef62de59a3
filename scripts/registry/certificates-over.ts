import type { Agency } from '@signet/contracts/agency';
import { certificateEnds } from './check-agencies.ts';

/** Nothing here asks until when a certificate is valid: its key counts for as long as the registry has it, and that is said each time. */
export function certificatesOver(agencies: readonly Agency[], now: number): readonly string[] {
  return agencies.flatMap((agency) =>
    certificateEnds(agency).flatMap(({ kid, at }) =>
      at === undefined || at.getTime() > now
        ? []
        : [
            `! ${agency.clientId} has a certificate that ended on ${at.toISOString().slice(0, 10)}: its key "${kid}" counts all the same, until it is taken out.`,
          ],
    ),
  );
}
