const waits = 'on order';
const taken = 'taken: the shop says so later';

/** What may go wrong between the bff and the print shop, and where the letter then is until the shop is mended. */
// prettier-ignore
export const letterFaults = {
  '500':                waits,
  '503':                waits,
  'latency':            'handed over',
  'duplicate':          'handed over',
  'connection-refused': waits,
  'timeout':            waits,
  'slow-drip':          taken,
  'reset':              waits,
  'reset-mid-body':     taken,
  'lost-answer':        taken,
  'maintenance':        waits,
  'throttled':          waits,
  'refused':            waits,
  'garbage':            taken,
  'wrong-type':         taken,
  'foreign-answer':     taken,
} as const;
export type LetterFault = keyof typeof letterFaults;
export const everyFault = Object.keys(letterFaults) as LetterFault[];

/** The part of `docs/fault-matrix.md` that is about letters: what proofing's sources do stands above it. */
export const heading = '\n## The eighth port: letters\n';

export type Tried = {
  readonly fault: LetterFault;
  readonly ended: string;
  readonly problems: readonly string[];
};

export function letterPart(tried: readonly Tried[]): string {
  const failed = tried.filter(({ problems }) => problems.length > 0).length;
  const row = ({ fault, ended, problems }: Tried) =>
    `| ${fault} | ${problems.length === 0 ? ended : `**${problems.join('; ')}**`} |`;
  return `${heading}
The same command drives the bff's queue against the print shop's process: the same ${tried.length} faults, first while letters are handed over and then
while the shop is asked what became of them. A cell says where the letter was until the shop was mended. In every cell the bff's patience
had an end, the letter and its code were not lost, one sheet was printed, the person was told once that it was mailed, and no line of the
address stood in the database, in what either process printed or in the shop's journal. Cells that failed: ${failed}.

| Fault | letter |
|---|---|
${tried.map(row).join('\n')}
`;
}
