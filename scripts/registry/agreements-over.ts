import { agreementHolds, type Agency } from '@signet/contracts/agency';

/** AGENCY-8, AGENCY-42: it may be meant, for an agency that left or is to come; its people are refused meanwhile. */
export function agreementsOver(agencies: readonly Agency[], now: number): readonly string[] {
  return agencies
    .filter((agency) => !agreementHolds(agency, now))
    .map(
      ({ clientId, agreement: { from, until } }) =>
        `! ${clientId} has an agreement from ${from} until ${until}, which is not today: every request of it is refused.`,
    );
}
