import type { AtAddress, EvidenceAttributes, PostalAddress } from '@signet/contracts/person';
import { documentOf, type Document } from '@signet/contracts/policy/documents';
import { createAddressRecord } from './address-record.ts';
import type { Line } from './call-source.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import type { Deployment } from './deployment.ts';
import { createDocumentChecker } from './document-checker.ts';
import { cardAttributes, createIssuingSource } from './issuing-source.ts';
import { manifests, type SourceName } from './manifests.ts';
import { createMessageDelivery } from './message-delivery.ts';
import { createPhoneOwnership } from './phone-ownership.ts';
import { createRecords } from './records.ts';
import { createRisk } from './risk.ts';
import { createSocialSecurity } from './social-security.ts';
import { startBudget, type StepBudget } from './step-budget.ts';

/** Everyone whom proofing asks, by role. */
export type Sources = ReturnType<ReturnType<typeof connectSources>>;
type Named = Pick<EvidenceAttributes, 'givenName' | 'familyName'>;

/** The ways to all sources, made once; each step has a fresh budget of time for all that it asks. */
export function connectSources({ stepBudgetMs, sources }: Deployment) {
  const line = (name: SourceName): Line => ({
    manifest: manifests[name],
    url: sources[name].url,
    timeoutMs: sources[name].timeoutMs,
    breaker: createCircuitBreaker(manifests[name].breaker),
  });
  const examine = createDocumentChecker(
    line('documentChecker'),
    sources.documentChecker.credential,
  );
  const askDmv = createIssuingSource(line('dmv'), sources.dmv.credential);
  const askRecords = createRecords(line('records'), sources.records.credential);
  const askSocialSecurity = createSocialSecurity(
    line('socialSecurity'),
    sources.socialSecurity.credential,
  );
  const askAddress = createAddressRecord(line('addressRecord'), sources.addressRecord.credential);
  const ownerOf = createPhoneOwnership(line('phoneOwnership'), sources.phoneOwnership.credential);
  const deliver = createMessageDelivery(
    line('messageDelivery'),
    sources.messageDelivery.credential,
  );
  const assessRisk = createRisk(line('risk'), sources.risk.credential);

  /** Whose file it is, the row of the kind says. */
  const issuers = {
    dmv: (attributes: EvidenceAttributes, budget: StepBudget) =>
      askDmv(cardAttributes(attributes), budget),
  } satisfies Record<Document['issuingSource'], unknown>;

  return () => {
    // From the first question on: what a photograph waits for a seat is no time of theirs.
    let begun: StepBudget | undefined;
    const budget = { leftMs: () => (begun ??= startBudget(stepBudgetMs)).leftMs() };
    return {
      examine: (document: Parameters<typeof examine>[0]) => examine(document, budget),
      askIssuer: (attributes: EvidenceAttributes) =>
        issuers[documentOf(attributes.evidence).issuingSource](attributes, budget),
      askRecords: (attributes: AtAddress, ssn: string) => askRecords(attributes, ssn, budget),
      askSocialSecurity: (attributes: EvidenceAttributes, ssn: string) =>
        askSocialSecurity(attributes, ssn, budget),
      askAddress: (name: Named, address: PostalAddress) => askAddress(name, address, budget),
      assessRisk: (attributes: EvidenceAttributes, now: Date) =>
        assessRisk(attributes, now, budget),
      carrier: {
        ownerOf: (phone: string, name: Named) => ownerOf(phone, name, budget),
        deliver: (to: string, channel: 'sms' | 'voice', text: string) =>
          deliver(to, channel, text, budget),
      },
    };
  };
}
