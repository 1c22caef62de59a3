/** Which of an account's addresses may go to an agency, in the order in which a person chooses: the confirmed ones, the main one first. */
export function confirmedAddresses<
  Address extends { readonly confirmed: boolean; readonly primary: boolean },
>(addresses: readonly Address[]): readonly Address[] {
  return addresses
    .filter(({ confirmed }) => confirmed)
    .toSorted((a, b) => Number(b.primary) - Number(a.primary));
}
