import { generateKeyPairSync } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { bffKeyFile, operatorsFile, readOperators } from '../../keys/bff-keys.ts';

type Ownership = { readonly uid: number; readonly gid: number; readonly mode: number };

/**
 * Makes a key file, and names its public half among the operators: both, or neither. The bff reads the list meanwhile, so it is replaced
 * whole, and by one that has its owner and mode. Root may run this in the bff's folder, so no link there is followed: a bff that was taken
 * over would have another file read out, or written over and given to it.
 */
export function newOperator(keyFolder: string, name: string, keyFile: string): void {
  if (!existsSync(keyFolder)) throw new Error(`There are no keys of Signet at ${keyFolder}.`);
  const file = path.join(keyFolder, operatorsFile);
  const next = `${file}.next`;
  const { operators, ownership } = readList(keyFolder, file);
  if (operators[name] !== undefined) throw new Error(`There is an operator named ${name}.`);
  const { uid } = ownership;
  const own = process.getuid?.() ?? uid;
  if (own !== uid && own !== 0)
    throw new Error(`Run this as the user who owns ${file}, number ${uid}, or as root.`);

  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const named = { ...operators, [name]: publicKey.export({ format: 'jwk' }) };
  const made: string[] = [];
  const make = (path: string, value: unknown, whose?: Ownership) => {
    // Where something has that name, a link too, this fails.
    const open = openSync(path, 'wx', 0o600);
    made.push(path);
    try {
      writeFileSync(open, JSON.stringify(value, null, 2));
      if (whose !== undefined) {
        fchownSync(open, whose.uid, whose.gid);
        fchmodSync(open, whose.mode);
      }
      fsyncSync(open);
    } finally {
      closeSync(open);
    }
  };
  // What was left when this broke off, or a link: itself is taken away, and not what it leads to.
  rmSync(next, { force: true });
  try {
    make(next, named, ownership);
    make(keyFile, privateKey.export({ format: 'jwk' }));
    renameSync(next, file);
  } catch (cause) {
    for (const one of made) rmSync(one, { force: true });
    throw cause;
  }
}

/** Who is named, in a list of whom and for whom; the first list is for whom the bff's keys are. */
function readList(keyFolder: string, file: string) {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) {
    const keys = path.join(keyFolder, bffKeyFile);
    const { uid, gid } = lstatSync(existsSync(keys) ? keys : keyFolder);
    return { operators: readOperators(keyFolder), ownership: { uid, gid, mode: 0o600 } };
  }
  const open = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { uid, gid, mode } = fstatSync(open);
    return {
      operators: readOperators(keyFolder, open),
      ownership: { uid, gid, mode: mode & 0o777 },
    };
  } finally {
    closeSync(open);
  }
}
