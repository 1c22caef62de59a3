import * as oauth from 'oauth4webapi';
import { claims } from '@signet/contracts/claims';
import type { ReplyOf } from '@signet/contracts/operation';
import type { consentOperations } from '@signet/contracts/consent';
import type { emailOperations } from '@signet/contracts/emails';
import type { AccountId } from '@signet/contracts/ids';
import { appendReleaseSecret } from '@signet/contracts/release-secret';
import type { TestAgency } from './agencies.ts';
import { createBrowser, type Browser } from './browser.ts';
import {
  es256KeyPair,
  issueCredential,
  present,
  sealRelease,
  type KeyPair,
  type Sealed,
} from './holder.ts';
import type { House } from './house.ts';

const insecure = { [oauth.allowInsecureRequests]: true };

export type Details = ReplyOf<typeof consentOperations.readInteraction>;

/** The agency's side: an unmodified oauth4webapi client. */
export async function createClient(house: Pick<House, 'issuer'>, agency: TestAgency) {
  const issuer = new URL(house.issuer);
  const server = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, insecure),
  );
  const client = { client_id: agency.clientId };
  const authentication = oauth.PrivateKeyJwt({ key: agency.privateKey, kid: agency.kid });
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const verifier = oauth.generateRandomCodeVerifier();
  const challenge = await oauth.calculatePKCECodeChallenge(verifier);
  const redirectUri = agency.redirectUris[0] ?? '';

  return {
    server,
    authorizationUrl(scope: string, extra: Record<string, string | undefined> = {}): string {
      const url = new URL(server.authorization_endpoint ?? '');
      const parameters = {
        client_id: agency.clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope,
        state,
        nonce,
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...extra,
      };
      for (const [name, value] of Object.entries(parameters)) {
        if (value !== undefined) url.searchParams.set(name, value);
      }
      return url.href;
    },
    validate: (location: string) =>
      oauth.validateAuthResponse(server, client, new URL(location), state),
    async redeem(location: string, with_: Partial<{ verifier: string; redirectUri: string }> = {}) {
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        authentication,
        oauth.validateAuthResponse(server, client, new URL(location), state),
        with_.redirectUri ?? redirectUri,
        with_.verifier ?? verifier,
        insecure,
      );
      return oauth.processAuthorizationCodeResponse(server, client, response, {
        expectedNonce: nonce,
        requireIdToken: true,
      });
    },
    async userinfo(token: string, sub: string) {
      const response = await oauth.userInfoRequest(server, client, token, insecure);
      return oauth.processUserInfoResponse(server, client, sub, response);
    },
    rawUserinfo: (token: string) =>
      fetch(server.userinfo_endpoint ?? '', { headers: { authorization: `Bearer ${token}` } }),
  };
}

/** The person's side, from the agency's redirect to the address that leads back. */
export async function createVisit(
  house: Pick<House, 'issuer' | 'signIn' | 'proofing' | 'status'>,
  accountId: AccountId,
  browser: Browser = createBrowser(house.issuer),
) {
  const holder: KeyPair = await es256KeyPair();
  browser.keep(house.signIn(accountId));

  const visit = {
    browser,
    holder,
    accountId,
    async arrive(authorizationUrl: string): Promise<string> {
      const response = await browser.send(authorizationUrl);
      return interactionOf(response.headers.get('location') ?? '');
    },
    async details(uid: string): Promise<Details> {
      const response = await browser.send(`/interaction/${uid}/api/details`);
      return (await response.json()) as Details;
    },
    /** Completes the login prompt; answers the uid of the consent that follows. */
    async login(uid: string): Promise<string> {
      return interactionOf(await visit.goOn(await browser.post(`/interaction/${uid}/api/login`)));
    },
    async goOn(answer: Response): Promise<string> {
      const { resume } = (await answer.json()) as { resume: string };
      const next = await browser.resume(resume);
      return ((await next.json()) as { location: string }).location;
    },
    async presentation(
      { requestedClaims, keyBinding }: Details,
      withAccount = true,
      bound: { readonly secretDigest?: string } = {},
    ): Promise<string> {
      const issued = await issueCredential({
        issuer: house.issuer,
        accountId,
        signingKey: house.proofing.privateKey,
        holderKey: holder.jwk,
        status: house.status(accountId),
      });
      return present(issued, {
        disclose: [
          ...requestedClaims.filter((claim) => claims[claim].proofed),
          ...(withAccount ? ['account'] : []),
        ],
        holder: holder.privateKey,
        ...keyBinding,
        ...bound,
      });
    },
    /** As the consent screen names them: the main one, and all that are confirmed. */
    async addresses(agreed: readonly string[]) {
      const isAddress = (claim: string) => claim === 'email' || claim === 'all_emails';
      if (!agreed.some(isAddress)) return {};
      const response = await browser.send('/api/account/emails');
      const { emails } = (await response.json()) as ReplyOf<typeof emailOperations.readEmails>;
      const confirmed = emails.filter((one) => one.confirmed);
      return {
        ...(agreed.includes('email') ? { emailId: confirmed.find((one) => one.primary)?.id } : {}),
        ...(agreed.includes('all_emails') ? { allEmailIds: confirmed.map(({ id }) => id) } : {}),
      };
    },
    /** Says yes; answers where the browser would go, with K behind the code, or the secret beside it. */
    async consent(uid: string, agreed: readonly string[], sealed?: Sealed): Promise<string> {
      const release = sealed === undefined ? {} : { release: sealed.release };
      const body = { claims: agreed, ...release, ...(await visit.addresses(agreed)) };
      const location = await visit.goOn(
        await browser.post(`/interaction/${uid}/api/consent`, body),
      );
      if (sealed?.releaseKey !== undefined) return appendKey(location, sealed.releaseKey);
      const url = new URL(location);
      appendReleaseSecret(url, sealed?.releaseSecret);
      return url.href;
    },
    /** The whole way to the agency's door. */
    async share(authorizationUrl: string, withheld: readonly string[] = []): Promise<string> {
      return visit.yes(await visit.login(await visit.arrive(authorizationUrl)), withheld);
    },
    /** To all that is asked but this. */
    async yes(consent: string, withheld: readonly string[] = []): Promise<string> {
      const asked = await visit.details(consent);
      const requestedClaims = asked.requestedClaims.filter((claim) => !withheld.includes(claim));
      const details = { ...asked, requestedClaims };
      const needsProof = details.requestedClaims.some((claim) => claims[claim].proofed);
      const sealed = needsProof ? await sealRelease(await visit.presentation(details)) : undefined;
      return visit.consent(consent, details.requestedClaims, sealed);
    },
  };
  return visit;
}

export function appendKey(location: string, releaseKey: string): string {
  const url = new URL(location);
  url.searchParams.set('code', `${url.searchParams.get('code') ?? ''}~${releaseKey}`);
  return url.href;
}

function interactionOf(location: string): string {
  const uid = /\/interaction\/([\w-]+)$/.exec(location)?.[1];
  if (uid === undefined) throw new Error('this leads to no interaction');
  return uid;
}
