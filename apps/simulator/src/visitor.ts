import { setTimeout as pause } from 'node:timers/promises';
import { claims } from '@signet/contracts/claims';
import type { Registry } from '@signet/contracts/registry';
import { isSignedIn, signIn, signUp, type Account } from './account.ts';
import { createBrowser } from './browser.ts';
import type { Copy } from './copies.ts';
import type { Outbox } from './outbox.ts';
import { ownCopy } from './own-copy.ts';
import type { Person } from './people.ts';
import { besideCode, sealedFor, valuesIn, type Sealed } from './present.ts';
import { prove } from './prove.ts';
import {
  delivered,
  isRequired,
  questionOf,
  takesProof,
  withAddresses,
  type Details,
} from './question.ts';
import { fetchRegistry } from './registry.ts';
import type { Deed, Outcome, Script } from './script.ts';

export type Surroundings = {
  readonly issuer: string;
  readonly registryKey: string;
  readonly cards: string;
  readonly outbox: Outbox;
};

/** A script that no page of Signet would let anybody follow. */
export class ScriptMistake extends Error {
  readonly code = 'script_mistake';
}

/** Where the browser goes next, or how the visit ended. */
type Next =
  | { readonly to: string }
  | (Pick<Outcome, 'ended' | 'because'> & { readonly location?: string | null });

/** One simulated person: what they keep from visit to visit, and what they do at each, one visit after the other. */
export function createVisitor(person: Person, around: Surroundings) {
  let browser = createBrowser(around.issuer);
  let account: Account | undefined;
  let copies: readonly Copy[] = [];
  let last: Promise<unknown> = Promise.resolve();

  async function visit(script: Script): Promise<Outcome> {
    if (new URL(script.url).origin !== around.issuer)
      throw new ScriptMistake(`"url" must be an address of ${around.issuer}.`);
    if (script.browser === 'new') browser = createBrowser(around.issuer);
    const registry = await fetchRegistry(around.issuer, around.registryKey);
    const did: Deed[] = [];
    const shared: Outcome['shared'][number][] = [];
    let because: string | null = null;

    /** As `Not now` and `No` do, or as whoever closes the tab. */
    async function turnAway(uid: string, why: string | null): Promise<Next> {
      because = why;
      if (script.answer === 'leave') return { ended: 'left', because };
      const refused = await browser.must('refuseConsent', {}, { uid });
      return { to: await browser.resume(refused.resume) };
    }

    async function logIn(uid: string): Promise<Next> {
      if (account === undefined) {
        account = await signUp(browser, around.outbox, person.email);
        did.push('signed-up');
      } else if (!(await isSignedIn(browser))) {
        await signIn(browser, account);
        did.push('signed-in');
      }
      let completed = await browser.ask('completeLogin', {}, { uid });
      if (!completed.ok && completed.error.code === 'signed_out') {
        // `prompt=login` and `max_age`: signed in, but not freshly enough.
        await signIn(browser, account);
        did.push('signed-in');
        completed = await browser.ask('completeLogin', {}, { uid });
      }
      return completed.ok
        ? { to: await browser.resume(completed.value.resume) }
        : { ended: 'stopped', because: completed.error.code };
    }

    async function answer(uid: string, details: Details): Promise<Next> {
      if (takesProof(details) && copies.length === 0) {
        if (!script.proves) return turnAway(uid, 'would not prove who they are');
        const means = { browser, registry, outbox: around.outbox, cards: around.cards };
        const proved = await prove(means, person, details.clientId);
        if (!proved.ok) return turnAway(uid, `${proved.error.step}: ${proved.error.type}`);
        copies = proved.value;
        did.push('proved');
      }
      await pause(script.afterMs);
      return script.answer === 'yes' ? share(uid, details) : turnAway(uid, null);
    }

    async function share(uid: string, details: Details): Promise<Next> {
      const agency = agencyIn(registry, details.clientId);
      const [any] = copies;
      const values = any === undefined ? {} : await valuesIn(any);
      const question = questionOf(details, agency, values);
      const kept = script.withhold.find((claim) => isRequired(agency, claim));
      if (kept !== undefined)
        throw new ScriptMistake(
          `Nobody can withhold ${kept}: the agency's registration requires it.`,
        );
      const answer = question.filter((claim) => !script.withhold.includes(claim));
      const agreed = delivered(details, values, answer);
      let sealed: Sealed | undefined;
      if (any !== undefined && agreed.some((claim) => claims[claim].proofed)) {
        const own = await ownCopy({ browser, registry }, copies, agency.clientId);
        if (!own.ok) return { ended: 'stopped', because: own.error.type };
        copies = own.value.copies;
        sealed = await sealedFor(agency, own.value.copy, agreed, details.keyBinding);
      }
      const release = sealed === undefined ? {} : { release: sealed.release };
      const yes = await withAddresses(browser, details, agreed);
      const granted = await browser.ask('grantConsent', { ...yes, ...release }, { uid });
      if (!granted.ok) return { ended: 'stopped', because: granted.error.code };
      did.push('shared');
      shared.push(...yes.claims);
      return { to: besideCode(await browser.resume(granted.value.resume), sealed ?? {}) };
    }

    /** Signet asks before it signs anybody out, because a link from anywhere may propose it. */
    async function answerSignOut(xsrf: string): Promise<Next> {
      if (script.answer === 'leave') return { ended: 'left', because: null };
      const yes = script.answer === 'yes' ? { logout: 'yes' } : undefined;
      const answered = await browser.submit('/openid_connect/logout/confirm', { xsrf, ...yes });
      if (yes !== undefined) did.push('signed-out');
      return arrive(answered, script.url);
    }

    /** A redirect is followed; where Signet shows a page instead, that is the end, and the page names a code. */
    async function arrive(response: Response, address: string): Promise<Next> {
      const next = response.headers.get('location');
      if (next !== null) return { to: new URL(next, address).href };
      const page = await response.text();
      const [, xsrf] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
      if (xsrf !== undefined) return answerSignOut(xsrf);
      // An app is opened by a press alone (AGENCY-52).
      const [, app] = /<a class="button" href="([^"]+)"/.exec(page) ?? [];
      if (app !== undefined)
        return script.answer === 'leave'
          ? { ended: 'left', because: null }
          : { to: unescaped(app) };
      // Of `response_mode=form_post` comes a form, which a browser posts to the agency.
      const [, code] = /(?:<code>|name="error" value=")([a-z_]+)["<]/.exec(page) ?? [];
      const [, back = ''] = /<a href="([a-z][a-z\d+.-]*:[^"]+)"/.exec(page) ?? [];
      const location = back === '' ? null : unescaped(back);
      // Of an agreement that is over the page has words for the person, and its way back the code.
      const told = location === null ? null : new URL(location).searchParams.get('error');
      return {
        ended: 'stopped',
        because: code ?? told ?? `a page with status ${response.status}`,
        location,
      };
    }

    async function follow(address: string): Promise<Next> {
      const uid = /^\/interaction\/([\w-]+)$/.exec(new URL(address).pathname)?.[1];
      if (uid === undefined) return arrive(await browser.visit(address), address);
      const details = await browser.ask('readInteraction', {}, { uid });
      if (!details.ok) return { ended: 'stopped', because: details.error.code };
      return details.value.prompt === 'login' ? logIn(uid) : answer(uid, details.value);
    }

    let next: Next = { to: script.url };
    while ('to' in next && new URL(next.to).origin === around.issuer) next = await follow(next.to);
    const end: Pick<Outcome, 'ended' | 'because' | 'location'> =
      'to' in next
        ? { ended: 'returned', location: next.to, because }
        : { location: null, ...next };
    return { ...end, did, shared };
  }

  return {
    /** Nobody is at two places at once: a visit waits for the one before. */
    visit(script: Script): Promise<Outcome> {
      const outcome = last.then(() => visit(script));
      last = outcome.catch(() => undefined);
      return outcome;
    },
  };
}

export type Visitor = ReturnType<typeof createVisitor>;

/** The page writes what HTML reserves as numbers. */
function unescaped(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_whole, code: string) => String.fromCharCode(Number(code)));
}

function agencyIn({ agencies }: Registry, clientId: string) {
  const agency = agencies.find((one) => one.clientId === clientId);
  if (agency === undefined) throw new Error('The registry does not know this agency.');
  return agency;
}
