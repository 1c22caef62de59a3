import { generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { bffKeyFile, operatorsFile, readOperators } from '../../keys/bff-keys.ts';

/**
 * Makes a key file, and names its public half among the operators: both, or neither. The bff reads the list meanwhile, so it is replaced
 * whole, and by one that has its owner and mode.
 */
export function newOperator(keyFolder: string, name: string, keyFile: string): void {
  if (!existsSync(keyFolder)) throw new Error(`There are no keys of Signet at ${keyFolder}.`);
  const operators = readOperators(keyFolder);
  if (operators[name] !== undefined) throw new Error(`There is an operator named ${name}.`);
  const file = path.join(keyFolder, operatorsFile);
  const { uid, gid, mode } = ownership(keyFolder);
  const own = process.getuid?.() ?? uid;
  if (own !== uid && own !== 0)
    throw new Error(`Run this as the user who owns ${file}, number ${uid}, or as root.`);

  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const next = { ...operators, [name]: publicKey.export({ format: 'jwk' }) };
  const made: string[] = [];
  const write = (path: string, value: unknown, flag: 'w' | 'wx') => {
    writeFileSync(path, JSON.stringify(value, null, 2), { mode: 0o600, flag, flush: true });
    made.push(path);
  };
  try {
    write(`${file}.next`, next, 'w');
    chownSync(`${file}.next`, uid, gid);
    chmodSync(`${file}.next`, mode);
    write(keyFile, privateKey.export({ format: 'jwk' }), 'wx');
    renameSync(`${file}.next`, file);
  } catch (cause) {
    for (const one of made) rmSync(one, { force: true });
    throw cause;
  }
}

/** Of the list as it is; of the first one, whose the bff's keys are. */
function ownership(keyFolder: string) {
  const [like = keyFolder] = [operatorsFile, bffKeyFile]
    .map((name) => path.join(keyFolder, name))
    .filter((one) => existsSync(one));
  const { uid, gid, mode } = statSync(like);
  return { uid, gid, mode: like.endsWith(operatorsFile) ? mode & 0o777 : 0o600 };
}
