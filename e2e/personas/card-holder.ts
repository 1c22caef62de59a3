import { readFileSync } from 'node:fs';
import path from 'node:path';

export type CardHolder = {
  readonly id: string;
  readonly givenName: string;
  readonly middleName?: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly sex: 'F' | 'M' | 'X';
  readonly eyes: string;
  readonly heightInches: number;
  readonly documentNumber: string;
  readonly issueDate: string;
  readonly expiryDate: string;
  readonly jurisdiction: string;
  readonly address: {
    readonly street: string;
    readonly city: string;
    readonly region: string;
    readonly postalCode: string;
  };
};

export const cardHolders = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '..', 'personas.json'), 'utf8'),
) as readonly CardHolder[];
