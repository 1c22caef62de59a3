import path from 'node:path';
import type { SourceName } from '../../sources/manifests.ts';
import { manifests } from '../../sources/manifests.ts';
import { readProofingKeys } from '../../keys/proofing-keys.ts';
import { openTicket, sealTicket } from '../../wire/ticket.ts';
import { ids } from '../applicant.ts';
import { createCaller } from '../caller.ts';
import { install } from '../installation.ts';
import { phone, ssn, valuesIn } from '../person.ts';
import { photographBack, photographFront } from '../photographs.ts';
import { readConfig } from '../../config.ts';
import { applicantIn, applicants } from './applicants.ts';
import { everyCell, faultTable, sourceTable, type Cell } from './fault-table.ts';
import { openFront } from './front.ts';
import { startStandins } from './stand-ins.ts';
import { freePort, startApp } from './started-app.ts';

const timeoutMs = 3_000;
/** It really looks at the photographs, which takes its time on a busy machine. */
const timeouts = { documentChecker: 10_000 };
const stepBudgetMs = 12_000;
/** For the rest of a step: opening and sealing, and a photograph's barcode. */
const restMs = 15_000;

export type FaultHouse = Awaited<ReturnType<typeof openFaultHouse>>;

type Applied = { readonly ssn: string; readonly ticket: string };

/** What a cell of the matrix came to; `problems` is empty when it is as it should be. */
export type Tried = Cell & { readonly ended: string; readonly problems: readonly string[] };

/** The real proofing process between a caller and the real stand-ins process, and a door that can be shut before each source. */
export async function openFaultHouse() {
  const standins = await startStandins();
  const target = Number(new URL(standins.namespace.origin).port);
  const names = Object.keys(manifests) as SourceName[];
  const fronts = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await openFront(target)])),
  ) as Record<SourceName, Awaited<ReturnType<typeof openFront>>>;
  const port = await freePort();
  const installation = await install({
    origin: standins.namespace.origin,
    credentials: standins.namespace.credentials,
    urls: Object.fromEntries(
      names.map((name) => [name, `http://127.0.0.1:${fronts[name].port}${places[name]}`]),
    ) as Record<SourceName, string>,
    timeoutMs,
    timeouts,
    stepBudgetMs,
    port,
  });
  const proofing = await startApp(
    path.resolve(import.meta.dirname, '../../main.ts'),
    port,
    installation.environment,
  );
  const { registry } = await readConfig(installation.environment);
  const clock = {
    get at() {
      return Date.now();
    },
  };
  const keys = await readProofingKeys(installation.environment['SIGNET_PROOFING_KEYS'] ?? '');
  const caller = createCaller({
    origin: proofing.origin,
    clock,
    registry,
    relayKey: installation.relayKey,
    keys,
  });
  const photographs = {
    front: (await photographFront()).toString('base64url'),
    back: (await photographBack()).toString('base64url'),
  };
  const examined = (await caller.take('examine-document', photographs)).ticket;
  if (examined === undefined) throw new Error('the photographs were not accepted');
  const proofed = await openTicket(keys, examined, ids);
  /** The ticket of another applicant, whose photographs would have been accepted too. */
  async function apply(cell: number): Promise<Applied> {
    const { attributes, ssn: number } = applicantIn(cell);
    return { ssn: number, ticket: await sealTicket(keys, { ...proofed, attributes }) };
  }
  const checked = (await caller.take('check-information', { ssn }, { ticket: examined })).ticket;
  if (checked === undefined)
    throw new Error(`the applicant does not get through at all:\n${proofing.said()}`);

  const steps = {
    'examine-document': () => caller.take('examine-document', photographs),
    'check-information': (applied?: Applied) =>
      caller.take(
        'check-information',
        { ssn: applied?.ssn ?? ssn },
        { ticket: applied?.ticket ?? examined },
      ),
    'send-code': () => caller.take('send-code', { phone, channel: 'sms' }, { ticket: checked }),
  };
  const askedOf = async (endpoint: string) =>
    (await standins.journal()).filter((one) => one.endpoint === endpoint).length;

  async function tryCell({ source, fault }: Cell): Promise<Tried> {
    const { step, endpoint, well } = sourceTable[source];
    const at = everyCell.findIndex((one) => one.source === source && one.fault === fault);
    const applied = await apply(at);
    const take = () => steps[step](applied);
    const problems: string[] = [];
    const require = (holds: boolean, what: string) => {
      if (!holds) problems.push(what);
    };
    await standins.control('calm');
    await standins.control('journal/clear');
    const before = (await standins.messages()).length;

    if (fault === 'connection-refused') await fronts[source].shut();
    else await standins.control('faults', { endpoint, fault, ms: 300 });
    const begun = performance.now();
    const struck = await take();
    require(performance.now() - begun < stepBudgetMs + restMs, 'stuck');
    const asked = await askedOf(endpoint);
    const sent = (await standins.messages()).length - before;
    if (fault === 'connection-refused') await fronts[source].reopen();
    await standins.control('calm');

    const outcome = struck.outcome as { result?: string; reason?: string } | undefined;
    const ended = outcome?.result === well ? 'answered' : (outcome?.reason ?? 'refused');
    require(ended === faultTable[fault], `ended as ${ended}`);
    require((struck.ticket !== undefined) === (ended === 'answered'), 'lost or invented a ticket');
    require(asked <= manifests[source].budget.attempts * 2, `asked ${asked} times`);
    require(sent <= 1 &&
      (ended !== 'answered' || step !== 'send-code' || sent === 1), `${sent} messages`);
    const against = struck.facts?.facts.filter(
      ({ kind, result }) => result === (kind === 'death_record' ? 'yes' : 'no'),
    );
    require(against?.length === 0, 'a fact against the applicant');
    require(valuesIn(JSON.stringify(struck.facts)).length === 0, 'a value among the facts');

    // Mended: the same step with the same ticket goes well, as if nothing had been.
    const again = await take();
    require(again.outcome?.result === well, `then ${again.outcome?.result ?? 'refused'}`);
    const messages = (await standins.messages()).length - before - sent;
    require(messages === (step === 'send-code' ? 1 : 0), `then ${messages} messages`);
    return { source, fault, ended, problems };
  }

  return {
    tryCell,
    /** Every value that any of the two processes printed, or that the stand-ins' journal holds; the values are not told. */
    leaks: async () => {
      const journal = JSON.stringify(await standins.journal());
      const told = proofing.said() + standins.said() + journal;
      const numbers = applicants.flatMap((one) => [one.ssn, one.documentNumber, one.birthDate]);
      return [...valuesIn(told), ...valuesIn(told, numbers)].length;
    },
    /** What the sources refused because it was not signed, fresh or allowed. */
    refused: async () =>
      (await standins.journal()).filter(({ status }) => status === 400 || status === 401).length,
    standins,
    take: steps,
    askedOf,
    close: async () => {
      await proofing.stop();
      await Promise.all(Object.values(fronts).map((front) => front.shut()));
      await standins.stop();
      installation.remove();
    },
  };
}

// prettier-ignore
const places: Readonly<Record<SourceName, string>> = {
  documentChecker: '/document-checker/v1',
  dmv:             '/dmv/v1',
  records:         '/records/v1',
  socialSecurity:  '/social-security/v1',
  addressRecord:   '/address-record/v1',
  phoneOwnership:  '/carrier/v1',
  messageDelivery: '/carrier/v1',
  risk:            '/risk/v1',
};
