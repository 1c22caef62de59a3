import type { Manifest } from './manifest.ts';

const person = ['transactionRef', 'givenName', 'familyName'] as const;
const breaker = { failures: 5, openMs: 10_000 };
/** A question changes nothing: after a connection that was never made it may be put again. */
const question = { callMs: 10_000, attempts: 2, retry: 'when-unsent' } as const;

/** Every adapter of this release: what it may send, how it signs, how long and how often it may ask (PROOF-7). */
// prettier-ignore
export const manifests = {
  documentChecker: {
    port: 'evidence-authenticity', source: 'document-checker', signing: 'api-key', retention: 'none', breaker,
    // Each call is billed, so it is made once.
    budget: { callMs: 60_000, attempts: 1, retry: 'when-unsent' },
    fields: ['transactionRef', 'front', 'back', 'barcode'],
  },
  dmv: {
    port: 'issuing-source', source: 'issuing-source', signing: 'wss-signature-v1', retention: 'none', breaker,
    budget: question,
    fields: ['DriverLicenseNumber', 'DriverLicenseIssuingJurisdiction', 'PersonGivenName', 'PersonSurName', 'PersonBirthDate', 'DriverLicenseExpirationDate', 'DocumentCategory', 'AddressLine1', 'AddressCity', 'AddressState', 'AddressZIP5'],
  },
  records: {
    port: 'authoritative-source', source: 'records', signing: 'hmac-body-v1', retention: 'none', breaker,
    budget: question,
    fields: [...person, 'birthDate', 'ssn', 'address'],
  },
  socialSecurity: {
    port: 'authoritative-source', source: 'social-security', signing: 'private-key-jwt', retention: 'none', breaker,
    budget: question,
    fields: [...person, 'birthDate', 'ssn', 'consent'],
  },
  addressRecord: {
    port: 'address-record', source: 'address-record', signing: 'hmac-body-v1', retention: 'none', breaker,
    budget: question,
    fields: [...person, 'address'],
  },
  phoneOwnership: {
    port: 'phone-ownership', source: 'carrier', signing: 'hmac-body-v1', retention: 'none', breaker,
    budget: question,
    fields: [...person, 'phone'],
  },
  messageDelivery: {
    port: 'message-delivery', source: 'messages', signing: 'hmac-body-v1', retention: 'none', breaker,
    // The key makes the second request the same message, so silence may be followed by another.
    budget: { callMs: 10_000, attempts: 2, retry: 'when-silent' },
    fields: ['idempotencyKey', 'to', 'channel', 'text'],
  },
  risk: {
    port: 'risk', source: 'risk', signing: 'hmac-body-v1', retention: 'none', breaker,
    budget: { callMs: 5_000, attempts: 2, retry: 'when-unsent' },
    // Bands and kinds: no value of the person.
    fields: ['transactionRef', 'evidence', 'jurisdiction', 'ageBand', 'documentLife'],
  },
} as const satisfies Record<string, Manifest>;

export type SourceName = keyof typeof manifests;
