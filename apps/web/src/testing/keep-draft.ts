import type { Draft } from '../proofing/draft.ts';
import { writeJsonRecord } from '../vault/json-record.ts';

/** Puts a draft into the vault, whatever stands there: the product changes the one that it read, or takes over an answer. */
export const keepDraft = (draft: Draft) => writeJsonRecord('proofing-draft', draft);
