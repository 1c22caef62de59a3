import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { readingPatienceMs } from '@signet/evidence/barcode';
import { log } from '../log.ts';
import type { Pixels, PixelsRead } from './pixel-worker.ts';

/**
 * Where photographs are decoded and read: few at a time, so that memory is bounded however many come at once, and in threads of their
 * own, so that no photograph holds up another person's step (PROOF-36).
 */
export type ReadingRoom = {
  /** For as long as photographs are in memory; undefined, before anything is read, where every seat and place to wait is taken. */
  admit<Done>(work: () => Promise<Done>): Promise<Done | undefined>;
  /** Does the work when there is a seat; undefined for whoever waited too long. */
  seat<Done>(work: () => Promise<Done>): Promise<Done | undefined>;
  /** Undefined where reading came to no end. */
  read(front: Pixels, back: Pixels): Promise<PixelsRead | undefined>;
  close(): Promise<void>;
};

type Size = {
  /** Two photographs of up to 64 MB of pixels each are in the hands of each. */
  readonly seats: number;
  /** Each of these holds what was sent: two files of ten megabytes at most. */
  readonly waiting: number;
  /** So long anybody waits for a seat. */
  readonly turnMs: number;
  /** After so long no further way of reading is tried. */
  readonly patienceMs: number;
  /** After so long a thread is given up: it is one that hangs. */
  readonly lostAfterMs: number;
};

export const roomSize: Size = {
  seats: 2,
  waiting: 10,
  turnMs: 30_000,
  patienceMs: readingPatienceMs,
  lostAfterMs: 25_000,
};

export function openReadingRoom(size: Size = roomSize): ReadingRoom {
  let admitted = 0;
  let taken = 0;
  const queue: (() => void)[] = [];
  const idle: Worker[] = [];

  async function admit<Done>(work: () => Promise<Done>): Promise<Done | undefined> {
    if (admitted >= size.seats + size.waiting) return undefined;
    admitted += 1;
    try {
      return await work();
    } finally {
      admitted -= 1;
    }
  }

  async function seat<Done>(work: () => Promise<Done>): Promise<Done | undefined> {
    if (taken < size.seats) taken += 1;
    else if (!(await turn())) return undefined;
    try {
      return await work();
    } finally {
      const next = queue.shift();
      // The seat goes on to whoever waits.
      if (next === undefined) taken -= 1;
      else next();
    }
  }

  /** False for whoever waited too long: whoever asked does not wait any more either. */
  async function turn(): Promise<boolean> {
    return new Promise((resolve) => {
      const called = () => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(called), 1);
        resolve(false);
      }, size.turnMs);
      queue.push(called);
    });
  }

  async function read(front: Pixels, back: Pixels): Promise<PixelsRead | undefined> {
    const worker = idle.pop() ?? startWorker();
    const { patienceMs, lostAfterMs } = size;
    worker.postMessage({ front, back, patienceMs }, []);
    try {
      const [answer] = (await once(worker, 'message', {
        signal: AbortSignal.timeout(lostAfterMs),
      })) as [PixelsRead];
      idle.push(worker);
      return answer;
    } catch {
      // It hangs, or failed in a way that nobody thought of; the next photograph gets another.
      log('photograph-reader-lost');
      void worker.terminate();
      return undefined;
    }
  }

  return {
    admit,
    seat,
    read,
    close: async () => void (await Promise.all(idle.map(async (worker) => worker.terminate()))),
  };
}

function startWorker(): Worker {
  const worker = new Worker(new URL('pixel-worker.ts', import.meta.url));
  // It never keeps the process from ending, nor ends it by failing when nobody waits for it.
  worker.unref();
  worker.on('error', () => {});
  return worker;
}
