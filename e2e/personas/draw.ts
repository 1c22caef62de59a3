import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { drawBack, drawFront } from './card-face.ts';
import { cardHolders, type CardHolder } from './card-holder.ts';
import { photograph, type Quality } from './photograph.ts';

/** Every persona has the good pair; the first two also have backs that should be taken again. */
// prettier-ignore
const pictures: readonly { name: string; side: 'front' | 'back'; quality: Quality }[] = [
  { name: 'front',        side: 'front', quality: 'good' },
  { name: 'back',         side: 'back',  quality: 'good' },
  { name: 'back-small',   side: 'back',  quality: 'small' },
  { name: 'back-blurred', side: 'back',  quality: 'blurred' },
  { name: 'back-dark',    side: 'back',  quality: 'dark' },
  { name: 'back-glare',   side: 'back',  quality: 'glare' },
];

const drawings = path.resolve(
  import.meta.dirname,
  '..',
  '..',
  'node_modules',
  '.cache',
  'signet-personas',
);
const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: draw.ts FOLDER');
  process.exit(1);
}
await drawAll(path.resolve(folder));

/** Photographs every persona's card into FOLDER/<id>/<name>.jpg, unless that was done from the very same sources. */
async function drawAll(target: string): Promise<void> {
  const stamp = path.join(target, 'drawn');
  const wanted = fingerprint();
  mkdirSync(target, { recursive: true, mode: 0o700 });
  if (readText(stamp) === wanted) return;
  const kept = path.join(drawings, wanted.slice(0, 16));
  if (!existsSync(kept)) await drawOnce(kept);
  cpSync(kept, target, { recursive: true });
  writeFileSync(stamp, wanted);
}

/**
 * The same sources draw the same photographs, so the installations of one machine share them: one draws, whoever comes meanwhile waits,
 * and they appear whole or not at all.
 */
async function drawOnce(kept: string): Promise<void> {
  mkdirSync(drawings, { recursive: true });
  const claim = `${kept}.claim`;
  while (!claimed(claim)) {
    await setTimeout(200);
    if (existsSync(kept)) return;
  }
  try {
    if (existsSync(kept)) return;
    const unfinished = mkdtempSync(path.join(drawings, 'unfinished-'));
    for (const [at, one] of cardHolders.entries()) {
      await drawOne(path.join(unfinished, one.id), one, at < 2 ? pictures : pictures.slice(0, 2));
    }
    renameSync(unfinished, kept);
  } finally {
    rmSync(claim);
  }
}

/** Whether this process is now the one that draws. What a process claimed that is gone is free again. */
function claimed(claim: string): boolean {
  try {
    writeFileSync(claim, String(process.pid), { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  }
  const owner = Number(readText(claim));
  if (owner > 0 && !isRunning(owner)) rmSync(claim, { force: true });
  return false;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function drawOne(target: string, one: CardHolder, wanted: typeof pictures): Promise<void> {
  mkdirSync(target, { recursive: true });
  const faces = { front: drawFront(one), back: drawBack(one) };
  for (const [at, { name, side, quality }] of wanted.entries()) {
    const seed = at + 101 * cardHolders.indexOf(one);
    writeFileSync(path.join(target, `${name}.jpg`), await photograph(faces[side], seed, quality), {
      mode: 0o600,
    });
  }
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.ts'))
    .toSorted()) {
    hash.update(readFileSync(path.join(import.meta.dirname, file)));
  }
  hash.update(readFileSync(path.resolve(import.meta.dirname, '..', 'personas.json')));
  return hash.digest('hex');
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
