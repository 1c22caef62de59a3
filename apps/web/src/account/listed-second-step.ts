import { isLastSecondFactor } from '@signet/contracts/last-second-factor';
import type { ReplyOf } from '@signet/contracts/operation';
import type { operationTable } from '@signet/contracts/operation-table';
import { opensVault } from './opens-vault.ts';

export type SecondFactor = ReplyOf<
  typeof operationTable.readSecondFactors
>['secondFactors'][number];

/** A second step as pages show it: whether it opens the vault as well, and whether it is the one that has to stay. */
export type ListedSecondStep = SecondFactor & {
  readonly opensVault: boolean;
  readonly isLast: boolean;
};

export async function listedSecondStep(
  one: SecondFactor,
  all: readonly SecondFactor[],
): Promise<ListedSecondStep> {
  return {
    ...one,
    opensVault: await opensVault(one.credentialId),
    isLast: isLastSecondFactor(one, all),
  };
}
