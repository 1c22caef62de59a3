import path from 'node:path';
import { deploymentFileOf, foldersOf, type Plan } from './plan.ts';

export type AppName = 'bff' | 'proofing' | 'agency' | 'standins' | 'simulator';

/**
 * What each process is told, and nothing else (ZONE-6): the bff is never told where proofing's keys are, and the other way
 * round. PATH and HOME are passed because Node and native modules look at them.
 */
export function environmentOf(app: AppName, plan: Plan): Record<string, string> {
  return { ...inherited(), ...settings[app](plan) };
}

const settings: Record<AppName, (plan: Plan) => Record<string, string>> = {
  bff(plan) {
    const folders = foldersOf(plan.home);
    return {
      SIGNET_ISSUER: plan.issuer,
      SIGNET_PORT: String(plan.ports.bff),
      SIGNET_DATA: folders.data,
      SIGNET_BFF_KEYS: folders.bffKeys,
      SIGNET_OPAQUE_KEYS: folders.opaqueKeys,
      SIGNET_WEB: folders.web,
      SIGNET_PROOFING_URL: plan.proofingUrl,
      SIGNET_SMTP_URL: plan.smtpUrl,
      SIGNET_DEPLOYMENT: deploymentFileOf(plan),
      SIGNET_CREDENTIALS: folders.bffCustomerKeys,
      ...registry(plan),
    };
  },
  proofing(plan) {
    const folders = foldersOf(plan.home);
    return {
      SIGNET_PROOFING_PORT: String(plan.ports.proofing),
      SIGNET_PROOFING_KEYS: folders.proofingKeys,
      SIGNET_DEPLOYMENT: deploymentFileOf(plan),
      SIGNET_CREDENTIALS: folders.proofingCustomerKeys,
      ...registry(plan),
    };
  },
  agency(plan) {
    return {
      AGENCY_PORT: String(plan.ports.agency),
      AGENCY_ORIGIN: plan.agencyOrigin,
      AGENCY_ISSUER: plan.issuer,
      AGENCY_KEYS: foldersOf(plan.home).agencyKeys,
      AGENCY_REGISTRY_KEY: path.join(foldersOf(plan.home).registry, 'registry-key.json'),
    };
  },
  standins(plan) {
    const folders = foldersOf(plan.home);
    return {
      STANDINS_PORT: String(plan.ports.standins),
      STANDINS_SMTP_PORT: String(plan.ports.smtp),
      STANDINS_KEYS: folders.standinsKeys,
      STANDINS_PEOPLE: path.join(plan.root, 'e2e', 'personas.json'),
      STANDINS_CARDS: folders.personas,
      STANDINS_AGENCY_URL: plan.agencyOrigin,
      STANDINS_PRINT_FOLDER: folders.printed,
      STANDINS_PRINT_INBOX: folders.printInbox,
      STANDINS_PRINT_CALLBACK: `${plan.issuer}/callbacks/print-shop`,
      STANDINS_PRINT_CUSTOMER: path.join(folders.printShop, 'customer-key.json'),
    };
  },
  simulator(plan) {
    const folders = foldersOf(plan.home);
    return {
      SIMULATOR_PORT: String(plan.ports.simulator),
      SIMULATOR_ISSUER: plan.issuer,
      SIMULATOR_REGISTRY_KEY: path.join(folders.registry, 'registry-key.json'),
      SIMULATOR_PEOPLE: path.join(plan.root, 'e2e', 'personas.json'),
      SIMULATOR_CARDS: folders.personas,
      SIMULATOR_OUTBOX: plan.standinsOrigin,
    };
  },
};

function registry(plan: Plan): Record<string, string> {
  const folders = foldersOf(plan.home);
  return {
    SIGNET_REGISTRY: path.join(folders.registry, 'registry.jws'),
    SIGNET_REGISTRY_KEY: path.join(folders.registry, 'registry-key.json'),
  };
}

function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'SystemRoot'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
