import * as v from 'valibot';

const unread = v.optional(v.unknown());

/**
 * One file says with whom a whole deployment deals, and how. Every process reads its own section and looks into no other; a key that is
 * nobody's is refused. Whoever keeps the zones apart may give each a copy without the others' sections.
 */
const sections = { bff: unread, proofing: unread } as const;

/** The file, as the process sees it that reads this section. */
export function sectionOf<Section extends v.GenericSchema>(
  name: keyof typeof sections,
  section: Section,
): v.GenericSchema<unknown, v.InferOutput<Section>> {
  return v.pipe(
    v.strictObject({ ...sections, [name]: section }),
    v.transform((file) => file[name] as v.InferOutput<Section>),
  );
}

/**
 * ZONE-6: a secret is in no section, only its name: of a file in the folder of credentials that this process alone is told of. So the
 * one file leads nobody to what is another's.
 */
export const credentialFileName = v.pipe(
  v.string(),
  v.regex(/^\w[\w.-]*$/, 'must be a name, and no path'),
);
