import * as v from 'valibot';
import { statusReference } from './credential-status.ts';
import { factSchema, proofingSteps, type ProofingStep } from './facts.ts';
import { applicationId } from './ids.ts';
import { operations } from './operation.ts';
import { base64url, compactJwe, instant, nothing } from './text.ts';

/** How long a credential is good for. Whoever holds an older one proves themselves anew. */
export const credentialDays = 365;

/** How far an application has come. It only moves forward, except that a new document starts it over. */
export const applicationStates = [
  'started',
  'document-examined',
  'information-checked',
  'code-sent',
  'letter-sent',
  'address-confirmed',
  'in-review',
  'duplicate',
  'issued',
] as const;
export type ApplicationState = (typeof applicationStates)[number];

// prettier-ignore
export const applicationSchema = v.strictObject({
  applicationId,
  state: v.picklist(applicationStates),
  /** The agency whose request opened the application, so that it can be named when the person comes back. */
  agencyClientId: v.nullable(v.string()),
  /** Whether there is a letter to look after, also while a phone is tried beside it. */
  awaitsLetter: v.boolean(),
  /** While two operators look at it, and after: until when an answer is promised, what they decided, and whether what they let pass is too old by now. */
  review: v.nullable(v.strictObject({
    dueAt:   instant,
    outcome: v.nullable(v.picklist(['passed', 'refused'])),
    lapsed:  v.boolean(),
  })),
  /** Tries that remain per step in the current fixed window, and when the window ends (null while none is used). */
  attempts: v.array(v.strictObject({
    step:     v.picklist(proofingSteps),
    left:     v.pipe(v.number(), v.integer(), v.minValue(0)),
    resetsAt: v.nullable(instant),
  })),
});

export type Application = v.InferOutput<typeof applicationSchema>;

/** What was checked in one step, as the person may read it. */
// prettier-ignore
export const recordedStepSchema = v.strictObject({
  at:     instant,
  step:   v.picklist(proofingSteps),
  result: v.string(),
  /** Who was asked, how, and with what result. Empty where the step did not succeed: it must not show what did not match (PROOF-5). */
  checks: v.array(factSchema),
});

// prettier-ignore
export const recordedApplicationSchema = v.strictObject({
  applicationId,
  startedAt: instant,
  state:     v.picklist(applicationStates),
  steps:     v.array(recordedStepSchema),
  /** What the facts reached when the credential was issued, decided again from what is kept. */
  decision:  v.nullable(v.strictObject({
    profile:  v.string(),
    level:    v.nullable(v.string()),
    pathway:  v.nullable(v.string()),
    evidence: v.array(v.string()),
  })),
});

/** Steps whose answer a person goes on with: the others are asked again without a loss. */
export const resumableSteps = [
  'examine-document',
  'check-information',
  'send-code',
  'redeem-code',
  'send-letter',
  'redeem-letter',
] as const satisfies readonly ProofingStep[];
export type ResumableStep = (typeof resumableSteps)[number];

export function isResumable(step: ProofingStep): step is ResumableStep {
  return resumableSteps.some((one) => one === step);
}

export const proofingOperations = operations({
  /** "What was checked, by whom, when, with what result": the person's own record, newest application first. */
  readProofingRecord: {
    method: 'GET',
    path: '/api/proofing/record',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({ applications: v.array(recordedApplicationSchema) }),
    problems: [],
  },
  /** Opens an application, or answers with the one that is open. */
  startProofing: {
    method: 'POST',
    path: '/api/proofing/start',
    session: 'signed-in',
    input: v.strictObject({
      agencyClientId: v.optional(v.pipe(v.string(), v.maxLength(200))),
      /** Begins another application although one led to a credential, or was refused. */
      anew: v.optional(v.boolean()),
    }),
    reply: applicationSchema,
    problems: [],
  },
  readProofing: {
    method: 'GET',
    path: '/api/proofing',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({ application: v.nullable(applicationSchema) }),
    problems: [],
  },
  /** Relays a sealed request to proofing. The bff checks session, step and limits, and reads only the signed facts. */
  submitStep: {
    method: 'POST',
    path: '/api/proofing/step',
    session: 'signed-in',
    input: v.strictObject({
      step: v.picklist(proofingSteps),
      request: compactJwe(40_000_000),
      /** On `top-up`: where the copy that is shown to proofing stands, which the bff cannot see. */
      shown: v.optional(statusReference),
    }),
    reply: v.strictObject({ reply: compactJwe(1_000_000), application: applicationSchema }),
    problems: [
      'wrong_step',
      'already_verified',
      'too_many_attempts',
      'identity_in_use',
      'identity_suspended',
      // Of the letter that was sent last: its code is gone, whatever is entered.
      'code_expired',
    ],
    bodyLimitBytes: 42_000_000,
  },
  /** The answer to the last step, for whoever did not get it: a closed tab, a lost connection. */
  readStepReply: {
    method: 'GET',
    path: '/api/proofing/answer',
    session: 'signed-in',
    input: nothing,
    reply: v.strictObject({
      answered: v.nullable(
        v.strictObject({
          step: v.picklist(resumableSteps),
          reply: compactJwe(1_000_000),
          application: applicationSchema,
        }),
      ),
    }),
    problems: [],
  },
  /** The link in the notice of proofing. */
  disavowIdentity: {
    method: 'POST',
    path: '/api/proofing/disavow',
    session: 'none',
    input: v.strictObject({ token: base64url(64) }),
    /** Whether its account was deleted before. */
    reply: v.strictObject({ accountIsGone: v.boolean() }),
    problems: ['link_expired'],
  },
});
