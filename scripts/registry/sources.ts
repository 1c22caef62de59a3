import path from 'node:path';
import * as v from 'valibot';
import type { GivenKeys } from './agency-of-file.ts';
import { readPublic } from './private-key-in.ts';
import { readJson } from './read-json.ts';

// prettier-ignore
const sourcesSchema = v.object({
  issuer:         v.pipe(v.string(), v.url()),
  /** Folder of client-as-code files, one per agency. */
  agencies:       v.string(),
  /** Which profile the deployment chose: by it proofing decides. */
  profile:        v.string(),
  /** `public.json` of proofing, of the bff and of the agencies. */
  proofingPublic: v.string(),
  bffPublic:      v.string(),
  agencyPublic:   v.string(),
  /** `public.json` of the print shop, where letters are sent. */
  printerPublic:  v.optional(v.string()),
  /** Text to replace in the agencies' files: the published origin by this installation's. */
  replace:        v.array(v.tuple([v.string(), v.string()])),
});

export type RegistrySources = v.InferOutput<typeof sourcesSchema>;

const whatItIs =
  ' It says where the agencies’ files and everybody’s public keys lie: name it with --sources FILE, or the folder that it is in with --home. ' +
  'On a machine of your own `npm start` writes one.';

export async function readSources(file: string): Promise<RegistrySources> {
  const isSources = path.basename(file) === 'sources.json';
  const parsed = v.safeParse(sourcesSchema, await readJson(file, isSources ? whatItIs : ''));
  if (parsed.success) return parsed.output;
  const fields = new Set(parsed.issues.map((issue) => v.getDotPath(issue)?.split('.')[0] ?? 'all'));
  throw new Error(`${file} lacks, or has in another form: ${[...fields].join(', ')}.${whatItIs}`);
}

const clientsSchema = v.record(v.string(), v.looseObject({ keys: v.array(v.unknown()) }));

/** The keys that agencies handed over beside their files. */
export async function givenIn({ agencyPublic }: RegistrySources): Promise<GivenKeys> {
  const { clients } = await readPublic(agencyPublic, 'the agency');
  if (v.is(clientsSchema, clients)) return clients as GivenKeys;
  throw new Error(
    `${agencyPublic} has no "clients": { CLIENT_ID: { "keys": […] }, … } with the keys that agencies handed over.`,
  );
}
