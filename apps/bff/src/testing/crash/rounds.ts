import type { Ceremony, Scene } from './scene.ts';
import { findState, HalfState, requireSoundFile } from './find-state.ts';
import type { Installation } from '../installation/install.ts';
import {
  addAuthenticatorApp,
  createAccount,
  gone,
  knownOf,
  signIn,
  type Gone,
  type Known,
  type SignedIn,
  type Subscriber,
} from './subscriber.ts';
import {
  createWire,
  CutOff,
  describeMoment,
  type Committed,
  type Moment,
  type Timetable,
} from './wire.ts';

/** How a round ended: nothing was changed, everything was changed and nobody was told, or everything was and the person knew. */
export const endings = ['before the change', 'after it, unanswered', 'acknowledged'] as const;
export type Ending = (typeof endings)[number];
export type Tally = ReadonlyMap<string, Readonly<Record<Ending, number>>>;

type Disturbance = {
  readonly moment: Moment;
  /** What happens to the database file while the bff is dead. */
  readonly meddle?: (databaseFile: string) => void;
};

type Rounds = {
  readonly times: number;
  readonly pick: Scene['pick'];
  readonly say?: (sentence: string) => void;
};

const checkedAtOnce = 40;

/** Kills the bff `times` times, in turn during every ceremony, and after each kill looks for what was lost or halved. */
export async function runRounds(
  stage: Stage,
  { times, pick, say = () => undefined }: Rounds,
): Promise<Tally> {
  const tally = new Map(
    stage.ceremonies.map(({ name }) => [
      name,
      { 'before the change': 0, 'after it, unanswered': 0, acknowledged: 0 },
    ]),
  );
  for (let round = 0; round < times; round += 1) {
    const ceremony = stage.ceremonies[round % stage.ceremonies.length];
    const counts = tally.get(ceremony?.name ?? '');
    if (ceremony === undefined || counts === undefined) throw new Error('there is no ceremony');
    const moment = chooseMoment(stage.timetableOf(ceremony), pick);
    try {
      counts[await stage.play(ceremony, { moment })] += 1;
    } catch (cause) {
      throw new Error(
        `round ${round + 1}: ${ceremony.name}, killed ${describeMoment(moment)}: ${cause instanceof Error ? cause.message : ''}`,
        { cause },
      );
    }
    if ((round + 1) % 50 === 0) say(`${round + 1} of ${times}`);
  }
  await stage.checkEverybody();
  return tally;
}

export type Stage = Awaited<ReturnType<typeof prepareStage>>;

/** The people of a run, its ceremonies, and what is known of how long each takes. */
export async function prepareStage(
  house: Installation,
  pick: Scene['pick'],
  ceremonies: readonly Ceremony[],
) {
  const people: Subscriber[] = [];
  const timetables = new Map<string, Timetable>();
  let round = 0;

  const newcomer = (): Subscriber => ({
    email: `person-${people.length}@example.test`,
    lastStep: 0,
    known: undefined,
  });

  /** One ceremony from begin to end, or to the kill. `after` is what the person will know if it went through. */
  async function perform(ceremony: Ceremony, subscriber: Subscriber, moment?: Moment) {
    round += 1;
    const wire = createWire(ceremony.commit, house.kill);
    const password = `a password of round ${round}`;
    const ready = await ceremony.enter({ house, fetch: wire.fetch, subscriber, password, pick });
    let after: Known | Gone | undefined;
    wire.begin(moment);
    try {
      const prepared = await ready();
      after = prepared.after;
      const { status } = await prepared.commit();
      if (status !== 200) throw new Error(`the last request was answered with ${status}`);
    } catch (cause) {
      if (!(cause instanceof CutOff)) throw cause;
    }
    return { after, ...wire.end() };
  }

  /** One ceremony, cut off at a moment if there is a disturbance; then the bff starts again and its vaults are looked at. */
  async function play(ceremony: Ceremony, { moment, meddle }: Disturbance): Promise<Ending> {
    const subscriber =
      ceremony.account === 'new' ? newcomer() : (people[pick(people.length)] ?? newcomer());
    const { after, committed } = await perform(ceremony, subscriber, moment);
    // Whoever was to be cut off later than the end is cut off now: what was acknowledged must outlive that.
    await house.killed();
    meddle?.(house.databaseFile);
    await house.start();

    const { held, me } = await findState(house, subscriber, subscriber.known, after);
    requireSoundFile(house);
    const changed = held === after && after !== undefined;
    const ending = endingOf(committed, changed);
    if (changed && ceremony.pending && (await me?.citizen.ask('readPending', {}))?.value.change)
      throw new HalfState('a change was made and is still pending');
    subscriber.known = held === gone ? undefined : held;
    await goOn(subscriber, me);
    if (ceremony.account === 'new') people.push(subscriber);
    const complaints = house.complaints();
    if (complaints.length > 0) throw new HalfState(`the bff said: ${complaints.join(' ')}`);
    return ending;
  }

  /** Who was cut off while signing up goes on, from the start or with the second step; who left comes back. */
  async function goOn(subscriber: Subscriber, me: SignedIn | undefined): Promise<void> {
    if (me === undefined) await createAccount(house, subscriber, 'a password of another try');
    else if (knownOf(subscriber).factors === '')
      await addAuthenticatorApp(house, subscriber, me.citizen);
  }

  // One person for each ceremony, which is measured on them, undisturbed.
  for (const _ceremony of ceremonies) people.push(newcomer());
  await Promise.all(
    ceremonies.map(async (ceremony, at) => {
      const person = people[at];
      if (person !== undefined && ceremony.account === 'old')
        await createAccount(house, person, 'a first password of mine');
    }),
  );
  for (const [at, ceremony] of ceremonies.entries()) {
    const person = people[at] ?? newcomer();
    const { after, timetable } = await perform(ceremony, person);
    person.known = after === gone ? undefined : after;
    if (after === gone) await goOn(person, undefined);
    else if (after?.factors === '')
      await goOn(person, await signIn(house, person, knownOf(person).password));
    timetables.set(ceremony.name, timetable);
  }
  await house.killed();
  await house.start();

  return {
    ceremonies,
    people,
    play,
    timetableOf(ceremony: Ceremony): Timetable {
      const found = timetables.get(ceremony.name);
      if (found === undefined) throw new Error(`${ceremony.name} was never measured`);
      return found;
    },
    /** Nobody's vault was harmed by what happened to another. */
    async checkEverybody(): Promise<void> {
      for (const [at, person] of people.entries()) {
        if (at % checkedAtOnce === 0) {
          await house.killed();
          await house.start();
        }
        await findState(house, person, knownOf(person), undefined);
      }
    },
  };
}

function endingOf(committed: Committed, changed: boolean): Ending {
  if (committed === 'acknowledged' && !changed)
    throw new HalfState('what was acknowledged is not there');
  if (committed === 'not asked for' && changed)
    throw new HalfState('what was not asked for was done');
  if (committed === 'acknowledged') return 'acknowledged';
  return changed ? 'after it, unanswered' : 'before the change';
}

/** Three of four kills fall on or around one request, and half of these on the last one, which makes the change. */
function chooseMoment({ whole, requests }: Timetable, pick: Scene['pick']): Moment {
  const upTo = (ms: number) => pick(Math.ceil(ms * 1_000)) / 1_000;
  if (pick(4) === 0) return { kind: 'at any time', afterMs: upTo(whole * 1.1) };
  const request = pick(2) === 0 ? requests.length - 1 : pick(requests.length);
  const kind = pick(4);
  if (kind === 0) return { kind: 'before', request };
  if (kind === 1) return { kind: 'after', request };
  const length = requests[request] ?? 0;
  // A commit stands near the end of its request.
  const early = request === requests.length - 1 ? length * 0.4 : 0;
  return { kind: 'during', request, afterMs: early + upTo(length * 0.8) };
}
