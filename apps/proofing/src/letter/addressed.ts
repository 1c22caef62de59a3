import type { EvidenceAttributes, PostalAddress } from '@signet/contracts/person';
import type { Proofing } from '../proofing.ts';
import type { Envelope } from './letter-sheet.ts';

/** Where a letter goes and comes from, as it stands on paper and in the postal barcode. */
export function addressed(
  { returnAddress, serviceType, mailerId }: Proofing['letters'],
  person: EvidenceAttributes,
  destination: PostalAddress,
  serial: string,
): Envelope {
  const routing = destination.postalCode.replace('-', '');
  return {
    address: addressLines(person, destination),
    returnAddress,
    piece: { barcodeId: '00', serviceType, mailerId, serial, routing },
  };
}

/** As the post reads it: name, street, city with state and ZIP code. */
function addressLines(
  { givenName, middleName, familyName, suffix }: EvidenceAttributes,
  { street, street2, city, region, postalCode }: PostalAddress,
): string[] {
  const name = [givenName, middleName, familyName, suffix].filter(Boolean).join(' ');
  return [
    name,
    street,
    ...(street2 === undefined ? [] : [street2]),
    `${city} ${region} ${postalCode}`,
  ];
}
