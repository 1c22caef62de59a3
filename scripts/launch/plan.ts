import path from 'node:path';

/** Where everything of one installation stands, and who listens where. */
export type Plan = {
  readonly root: string;
  readonly home: string;
  /** The origin that people see. Its port is where the bff listens, unless a tap stands in between. */
  readonly issuer: string;
  readonly agencyOrigin: string;
  readonly standinsOrigin: string;
  readonly ports: {
    readonly bff: number;
    readonly proofing: number;
    readonly agency: number;
    readonly standins: number;
    readonly smtp: number;
    /** Only a sandbox has one. */
    readonly simulator?: number;
  };
  /** Where the bff finds proofing, the mail server, the carrier and the print shop; they differ from `ports` when a tap stands in between. */
  readonly proofingUrl: string;
  readonly smtpUrl: string;
  /** Where the bff hands text messages over. */
  readonly carrierUrl: string;
  /** Where the bff hands letters over. */
  readonly printShopUrl: string;
  /** How often letters are collected, in minutes: once a day, but nobody who tries Signet at a desk waits for that. */
  readonly collectEveryMinutes: number;
  /** Files of agencies that are registered beside the sample agencies'; one of the same name takes the place of a sample. */
  readonly agencies?: readonly string[];
  /** The file that says which profile this deployment chose, where it is not the repository's. */
  readonly profile?: string;
  /** Whether simulated people go in and out (AGENCY-46). */
  readonly sandbox?: true;
};

/** The sample agencies' files name this origin; an installation on other ports is signed with its own. */
export const publishedAgencyOrigin = 'http://127.0.0.1:4020';

/**
 * Ports from `basePort` on. Cookies ignore ports, so the agency and the stand-ins live at 127.0.0.1 and Signet itself at
 * localhost.
 */
export function developmentPlan(root: string, home: string, basePort = 4000): Plan {
  const ports = {
    bff: basePort,
    proofing: basePort + 10,
    agency: basePort + 20,
    standins: basePort + 30,
    smtp: basePort + 31,
  };
  return {
    root,
    home,
    issuer: `http://localhost:${ports.bff}`,
    agencyOrigin: `http://127.0.0.1:${ports.agency}`,
    standinsOrigin: `http://127.0.0.1:${ports.standins}`,
    ports,
    proofingUrl: `http://127.0.0.1:${ports.proofing}`,
    smtpUrl: `smtp://127.0.0.1:${ports.smtp}`,
    carrierUrl: `http://127.0.0.1:${ports.standins}/carrier/v1`,
    printShopUrl: `http://127.0.0.1:${ports.standins}/print-shop/v1`,
    collectEveryMinutes: 1,
  };
}

/** The same with simulated people, and with agencies of whoever tests (docs/agencies/testing.md). */
export function sandboxPlan(plan: Plan, agencies: readonly string[]): Plan {
  return {
    ...plan,
    ports: { ...plan.ports, simulator: plan.ports.bff + 40 },
    agencies,
    sandbox: true,
  };
}

/** The folders of a home. The database never shares a folder, or a backup, with a key. */
export function foldersOf(home: string) {
  const keys = (zone: string) => path.join(home, 'keys', zone);
  return {
    data: path.join(home, 'data'),
    bffKeys: keys('bff'),
    opaqueKeys: keys('opaque'),
    proofingKeys: keys('proofing'),
    agencyKeys: keys('agency'),
    standinsKeys: keys('standins'),
    proofingCustomerKeys: keys('customers/proofing'),
    bffCustomerKeys: keys('customers/bff'),
    registryKeys: keys('registry'),
    registry: path.join(home, 'registry'),
    web: path.join(home, 'web'),
    deployment: path.join(home, 'deployment'),
    printShop: path.join(home, 'print-shop'),
    printed: path.join(home, 'printed'),
    printInbox: path.join(home, 'print-inbox'),
    personas: path.join(home, 'personas'),
  };
}

/** With whom bff and proofing deal: one file for the whole installation. */
export function deploymentFileOf({ home }: Pick<Plan, 'home'>): string {
  return path.join(foldersOf(home).deployment, 'deployment.json');
}
