import { openHouse } from './house.ts';
import type { TestAgency } from './agencies.ts';
import { openPretendProofing } from './pretend-proofing.ts';

export type PretendProofing = Awaited<ReturnType<typeof openPretendProofing>>;

/** A house beside a pretended proofing process, whose facts it believes. */
export async function openHouseWithProofing(agencies: readonly TestAgency[] = []) {
  const proofing = await openPretendProofing();
  const house = await openHouse(agencies, { proofingUrl: proofing.url });
  proofing.signsWith(house.proofing);
  return {
    house,
    proofing,
    close: async () => {
      await house.close();
      await proofing.close();
    },
  };
}
