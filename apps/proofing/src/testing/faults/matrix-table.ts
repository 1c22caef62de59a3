import { everyCell, faultNames, faultTable, sourceNames, sourceTable } from './fault-table.ts';
import type { Tried } from './fault-house.ts';

const words: Readonly<Record<string, string>> = {
  answered: 'answered',
  still_checking: 'still checking',
  maintenance: 'maintenance',
  out_of_order: 'out of order',
};

/** Where the part about letters begins, which the bff's own tests write. */
export const nextPart = '\n## The eighth port: letters\n';

/** The result as a page: what the person is told in each cell, and what went wrong, which is to be nothing. */
export function matrixPage(tried: readonly Tried[]): string {
  const cell = (fault: string, source: string) => {
    const one = tried.find((each) => each.fault === fault && each.source === source);
    if (!everyCell.some((each) => each.fault === fault && each.source === source)) return '–';
    if (one === undefined) return 'not tried';
    return one.problems.length === 0
      ? (words[one.ended] ?? one.ended)
      : `**${one.problems.join('; ')}**`;
  };
  const failed = tried.filter(({ problems }) => problems.length > 0).length;
  return `# What happens when a source fails

Written by \`npm run test:faults\`, which drives the proofing process against the stand-ins' process over HTTP: ${faultNames.length} faults,
each at ${sourceNames.length} sources, a wrong signature where answers are signed: ${everyCell.length} cells. A cell says how the step ended for the
person. In every cell the step ended within its budget, no try was counted against the applicant and no ticket lost; no message went
out twice; the same step with the same ticket then went well; and no value of the applicant was printed by either process or kept in
the stand-ins' journal. Cells that failed: ${failed}.

"Out of order" and "maintenance" tell the person that it is our problem and what was kept; "still checking" that it takes longer.

| Fault | ${sourceNames.map((name) => sourceTable[name].endpoint).join(' | ')} |
|---|${sourceNames.map(() => '---').join('|')}|
${Object.keys(faultTable)
  .map((fault) => `| ${fault} | ${sourceNames.map((name) => cell(fault, name)).join(' | ')} |`)
  .join('\n')}
`;
}
