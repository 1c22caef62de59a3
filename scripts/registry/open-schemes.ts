import { hasAppAddress, type Agency } from '@signet/contracts/agency';

/** AGENCY-52: with a scheme, another app can begin in the agency's place, and the person alone can tell; what is sealed it cannot open. */
export function openSchemes(agencies: readonly Agency[]): readonly string[] {
  return agencies
    .filter((one) => hasAppAddress(one) && one.delivery === 'split-code')
    .map(
      ({ clientId }) =>
        `! ${clientId} has an app’s scheme, which any other app can take, and begin in its place: a claimed https address or sealed delivery is safer (docs/agencies/apps.md).`,
    );
}
