import { attributes, phone, ssn } from '../person.ts';
import { everyCell } from './fault-table.ts';

/** Who applies in a cell of the matrix: another in each, as an SSN is checked only ten times an hour (PROOF-34). */
export function applicantIn(cell: number) {
  const born = new Date(Date.UTC(1982, 0, 1 + cell));
  return {
    attributes: {
      ...attributes,
      birthDate: born.toISOString().slice(0, 10),
      documentNumber: `RV77${20_000 + cell}`,
    },
    ssn: `90045${6_800 + cell}`,
  };
}

/** Everybody whom the sources know: who goes first, and those of the cells. */
export const applicants = [
  { attributes, ssn },
  ...everyCell.map((_cell, at) => applicantIn(at)),
].map((one, at) => ({
  ...one.attributes,
  id: `applicant-${at}`,
  shows: '',
  ssn: one.ssn,
  phone,
}));
