import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { log } from '../audit/log.ts';
import type { Bff } from '../bff.ts';
import { configuration } from './configuration.ts';
import { createDueWrites } from './due-writes.ts';
import { adjustClientKeys } from './client-keys.ts';
import { adjustClients } from './adjust-clients.ts';
import { answerJsonToFetch } from './json-resume.ts';
import { completeIdTokens } from './login-gov-id-token.ts';
import { acceptLoginGovRequests } from './login-gov-request.ts';
import { endWithSession } from './end-with-session.ts';
import { recordStandingGrants } from './existing-grant.ts';
import { followSession } from './follow-session.ts';
import { takeLetterByLetter } from './letter-by-letter.ts';
import { tellLevelOfRequest } from './level-of-request.ts';
import { pinHost } from './pin-host.ts';
import { pressToApp } from './press-to-app.ts';
import { protectResponses } from './protect-responses.ts';
import { redirectPosts } from './redirect-posts.ts';
import { requireAgreement } from './require-agreement.ts';
import { tellTheTruth } from './tell-the-truth.ts';
import { tellWhy } from './tell-why.ts';
import { refuseTextless } from './textless-requests.ts';
import { answerWholeUserinfo } from './whole-userinfo.ts';

export type OidcProvider = {
  readonly engine: Provider;
  /** For the server's switch: requests that `isProviderPath` says are ours. */
  callback(request: IncomingMessage, response: ServerResponse): void;
};

/**
 * The OpenID provider that agencies see: the engine, and around it what its defaults leave open. The engine takes its keys once,
 * so there is a new one when the keys are others (AGENCY-33); all of them keep everything in the same database, and whatever
 * signs nothing may go on with the first.
 */
export function createProvider(bff: Bff): OidcProvider {
  const issuer = new URL(bff.config.issuer);
  let keys = bff.keys.oidcKeys;
  let engine = createEngine(bff);
  let answer = engine.callback();
  const follow = () => {
    if (bff.keys.oidcKeys === keys) return;
    keys = bff.keys.oidcKeys;
    engine = createEngine(bff);
    answer = engine.callback();
  };
  return {
    get engine() {
      follow();
      return engine;
    },
    callback(request, response) {
      pinHost(request, issuer, bff.config.trustedProxies);
      follow();
      void answer(request, response);
    },
  };
}

function createEngine(bff: Bff): Provider {
  const dueWrites = createDueWrites(bff.db);
  const engine = new Provider(bff.config.issuer, configuration(bff, dueWrites));
  engine.proxy = true;
  engine.use(protectResponses(bff.config.issuer));
  engine.use(takeLetterByLetter());
  engine.use(tellTheTruth());
  engine.use(pressToApp(bff, engine));
  engine.use(answerJsonToFetch(bff.config.issuer));
  engine.use(followSession(bff, engine));
  engine.use(endWithSession(bff, engine));
  engine.use(redirectPosts(bff));
  engine.use(requireAgreement(bff));
  engine.use(refuseTextless());
  engine.use(answerWholeUserinfo());
  engine.use(acceptLoginGovRequests(bff, engine));
  engine.use(dueWrites.middleware());
  adjustClients(bff, engine);
  adjustClientKeys(bff, engine);
  recordStandingGrants(bff, engine);
  tellLevelOfRequest(bff, engine);
  completeIdTokens(bff, engine);
  tellWhy(engine);
  engine.on('server_error', () => log('oidc-server-error'));
  engine.on('backchannel.error', () => log('backchannel-logout-failed'));
  // Koa prints errors with their messages unless someone listens. What it may say of them is the caller's own fault.
  (engine as EventEmitter).on('error', ({ expose }: { readonly expose?: boolean }) => {
    if (expose !== true) log('oidc-server-error');
  });
  return engine;
}
