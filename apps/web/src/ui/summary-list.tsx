import type { ReactNode } from 'react';

export type SummaryRow = {
  /** What it is a row of, where rows go and what is in one must not go on in another. */
  readonly id?: string;
  readonly term: string;
  readonly value: ReactNode;
  readonly note?: string;
  readonly action?: ReactNode;
};

type Props = {
  readonly rows: readonly SummaryRow[];
  /** Terms that are times have the width of one line. */
  readonly ofTimes?: boolean;
};

export function SummaryList({ rows, ofTimes = false }: Props) {
  return (
    <dl className={ofTimes ? 'signet-summary signet-summary--times' : 'signet-summary'}>
      {rows.map(({ id, term, value, note, action }, at) => (
        // A term may repeat; its place is its name.
        <div key={id ?? `${at}-${term}`}>
          <dt>{term}</dt>
          <dd>
            {value}
            {note !== undefined && <small>{note}</small>}
          </dd>
          {action !== undefined && <dd>{action}</dd>}
        </div>
      ))}
    </dl>
  );
}
