/** V8 cuts every string of a snapshot at 1,024 characters unless it is told otherwise: a value further on would not be seen. */
export const wholeStrings = '--heap-snapshot-string-limit=1000000000';
