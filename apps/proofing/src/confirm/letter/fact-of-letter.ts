import type { Fact } from '@signet/contracts/facts';
import { fact, factOf } from '../../step.ts';
import type { Ticket } from '../../wire/ticket.ts';

/** To the very address that the evidence bears, the letter also shows that the evidence is the applicant's own. */
export function factOfLetter(
  { attributes, statedAddress }: Pick<Ticket, 'attributes' | 'statedAddress'>,
  at: Date,
  result: 'yes' | 'no',
): Fact {
  return statedAddress === undefined && attributes !== undefined
    ? factOf(attributes.evidence)(at, 'address_confirmed', 'post', 'letter-code', result)
    : fact(at, 'address_confirmed', 'post', 'letter-code-stated-address', result);
}
