import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

const personSchema = v.object({
  id: v.string(),
  /** What happens to them, in words. */
  shows: v.string(),
  email: v.string(),
  ssn: v.string(),
  phone: v.string(),
});

export type Person = v.InferOutput<typeof personSchema>;

export async function readPeople(file: string): Promise<readonly Person[]> {
  return v.parse(v.array(personSchema), JSON.parse(await readFile(file, 'utf8')));
}
