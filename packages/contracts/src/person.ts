import * as v from 'valibot';
import {
  attributesOfSome,
  documentOf,
  documents,
  firstDocument,
  type DocumentKind,
} from './policy/documents.ts';
import { usRegions } from './us-regions.ts';
import { calendarDate } from './text.ts';

/** One line as printed on a document: no control characters, at most `maxLength` UTF-16 units. */
function line(maxLength: number) {
  return v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1),
    v.maxLength(maxLength),
    v.regex(/^[^\p{Cc}\p{Cs}]*$/u),
  );
}

/** A US postal address as the evidence states it. `region` is the two-letter code, `postalCode` 5 or 5-4 digits. */
// prettier-ignore
export const postalAddress = v.strictObject({
  street:     line(100),
  street2:    v.optional(line(100)),
  city:       line(60),
  region:     v.pipe(v.string(), v.regex(/^[A-Z]{2}$/)),
  postalCode: v.pipe(v.string(), v.regex(/^\d{5}(-\d{4})?$/)),
});

/** One line as a person types it: letters, digits and what stands in addresses; no emoji and nothing that does not print. */
function typedLine(maxLength: number) {
  return v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1),
    v.maxLength(maxLength),
    v.regex(/^[\p{L}\p{M}\p{N} .,'’#/&()-]+$/u),
  );
}

/** Where an applicant says that they live, if it is not what their evidence says. */
// prettier-ignore
export const statedAddress = v.strictObject({
  street:     typedLine(100),
  street2:    v.optional(typedLine(100)),
  city:       typedLine(60),
  region:     v.picklist(usRegions),
  postalCode: v.pipe(v.string(), v.trim(), v.regex(/^\d{5}(-\d{4})?$/)),
});

/** Which kind of document; where nothing is said, the one that there was before others (`firstDocument`). */
export const documentKind = v.optional(
  v.custom<DocumentKind>((said) => typeof said === 'string' && Object.hasOwn(documents, said)),
  firstDocument,
);

/** What the examined evidence says about the applicant. Lives in the browser, in tickets, and nowhere else. */
// prettier-ignore
export const evidenceAttributes = v.pipe(v.strictObject({
  evidence:       documentKind,
  givenName:      line(60),
  middleName:     v.optional(line(60)),
  familyName:     line(60),
  suffix:         v.optional(line(10)),
  birthDate:      calendarDate,
  address:        v.optional(postalAddress),
  documentNumber: line(30),
  jurisdiction:   v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
  /** Absent on an ID card for life. */
  expiryDate:     v.optional(calendarDate),
}), v.check((said) => saysWhatItsKindDoes(said)));

/** All that its row names, and nothing else: a card that lacks its address is not a kind that has none. */
function saysWhatItsKindDoes(
  said: { readonly evidence: DocumentKind } & {
    readonly [One in (typeof attributesOfSome)[number]]?: unknown;
  },
): boolean {
  const { gives } = documentOf(said.evidence);
  return attributesOfSome.every((one) => (said[one] !== undefined) === gives.includes(one));
}

/** Nine digits, no separators. */
export const socialSecurityNumber = v.pipe(v.string(), v.regex(/^\d{9}$/));

export type PostalAddress = v.InferOutput<typeof postalAddress>;
export type EvidenceAttributes = v.InferOutput<typeof evidenceAttributes>;

/** With where the applicant lives, whoever says so. */
export type AtAddress = Omit<EvidenceAttributes, 'address'> & { readonly address: PostalAddress };

/** Where the applicant lives: as they said, or else as the evidence says; undefined where it does not and they are still to be asked. */
export function addressOf({
  statedAddress: stated,
  attributes,
}: {
  readonly statedAddress?: PostalAddress | undefined;
  readonly attributes?: EvidenceAttributes | undefined;
}): PostalAddress | undefined {
  return stated ?? attributes?.address;
}
