import { verifiedNames } from '@signet/contracts/claims';
import { languages } from '@signet/contracts/languages';
import { evidenceKindNames, evidenceKinds } from '@signet/contracts/policy/evidence-kinds';
import { evidenceShown, trustFramework } from '@signet/contracts/verification';
import { signInPrompts } from './prompts.ts';

/**
 * AGENCY-35: what discovery says beside what the engine knows of itself (OpenID Identity Assurance 1.0 §8, `prompt` values of
 * OpenID Connect Prompt Create 1.0 §4). discovery.test.ts tries every entry.
 */
export function advertised(): Record<string, unknown> {
  // Words stand ready for kinds that nobody can present yet.
  const taken = evidenceKindNames.filter((kind) => evidenceKinds[kind].taken);
  const shown = taken.map((kind) => evidenceShown[kind]);
  const documents = shown.filter(({ type }) => type === 'document');
  return {
    prompt_values_supported: ['none', ...signInPrompts, 'consent'],
    claim_types_supported: ['normal', 'aggregated'],
    ui_locales_supported: languages,
    verified_claims_supported: true,
    trust_frameworks_supported: [trustFramework],
    evidence_supported: distinct(shown.map(({ type }) => type)),
    documents_supported: distinct(documents.map((one) => one.document_details?.type)),
    documents_check_methods_supported: distinct(
      documents.flatMap((one) => one.check_details.map((check) => check.check_method)),
    ),
    electronic_records_supported: distinct(shown.map((one) => one.record?.type)),
    claims_in_verified_claims_supported: distinct(verifiedNames),
  };
}

function distinct(values: readonly (string | undefined)[]): string[] {
  return [...new Set(values)].filter((value) => value !== undefined);
}
