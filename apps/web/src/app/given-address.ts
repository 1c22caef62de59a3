let address: string | undefined;

/** From one page to the next, in memory only, as what was typed may be on a computer that others use; taking it leaves nothing here. */
export function bringAddress(given: string): void {
  address = given;
}

export function takeAddress(): string | undefined {
  const taken = address;
  address = undefined;
  return taken;
}
