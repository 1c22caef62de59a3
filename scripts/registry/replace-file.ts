import { rename, writeFile } from 'node:fs/promises';

/** Whole or not at all, also when the power goes meanwhile: only its owner may read it. */
export async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}
