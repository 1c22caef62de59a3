export type Config = {
  readonly port: number;
  readonly smtpPort: number;
  readonly keys: string;
  readonly people: string;
  readonly cards: string;
  readonly agencyUrl: string;
  /** Where letters are printed, where batches are left, who is told, and how its customer signs. */
  readonly printFolder: string;
  readonly printInbox: string;
  readonly printCallbackUrl: string;
  readonly printCustomer: string;
  readonly mailAfterMs: number;
};

/** Reads the environment; what is missing is said in one sentence. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const required = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') throw new Error(`${name} is not set.`);
    return value;
  };
  return {
    port: Number(required('STANDINS_PORT')),
    smtpPort: Number(required('STANDINS_SMTP_PORT')),
    keys: required('STANDINS_KEYS'),
    people: required('STANDINS_PEOPLE'),
    cards: required('STANDINS_CARDS'),
    agencyUrl: environment['STANDINS_AGENCY_URL'] ?? 'http://127.0.0.1:4020',
    printFolder: required('STANDINS_PRINT_FOLDER'),
    printInbox: required('STANDINS_PRINT_INBOX'),
    printCallbackUrl: required('STANDINS_PRINT_CALLBACK'),
    printCustomer: required('STANDINS_PRINT_CUSTOMER'),
    mailAfterMs: Number(environment['STANDINS_MAIL_AFTER_MS'] ?? 2_000),
  };
}
