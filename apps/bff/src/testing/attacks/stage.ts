import { request as httpRequest } from 'node:http';
import { exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import { suspendIdentity } from '../../credential-status/change-status.ts';
import { testAgency } from '../agencies.ts';
import { createBrowser } from '../browser.ts';
import {
  es256KeyPair,
  issueCredential,
  present,
  sealRelease,
  type Issue,
  type KeyPair,
  type Show,
} from '../holder.ts';
import { openHouse } from '../house.ts';
import { createRawAgency, type Fields, type Proof, type RawAgency } from '../raw-agency.ts';
import { createVisit } from '../visit.ts';

const claims = ['email', 'given_name', 'family_name'] as const;

/** Everything an attacker may stand before: a bff, its agencies, a person who is signed in, and what they have in hand. */
export async function setStage() {
  const agencies = {
    harbor: await testAgency('harbor', { claims }),
    lantern: await testAgency('lantern', { claims }),
    certified: await testAgency('certified', { claims, entry: { profile: 'login.gov' } }),
    keyless: await testAgency('keyless', { claims, entry: { profile: 'login.gov', jwks: null } }),
    strict: await testAgency('strict', { claims, entry: { profile: 'fapi2' } }),
  };
  // A key that could sign by RS256 as well as by PS256: what is refused then is the signature.
  const rsa = await generateKeyPair('RS256');
  const either = { ...(await exportJWK(rsa.publicKey)), kty: 'RSA' as const, kid: 'rsa' };
  agencies.strict = {
    ...agencies.strict,
    jwks: { keys: [...(agencies.strict.jwks?.keys ?? []), either] },
  };
  const house = await openHouse(Object.values(agencies));
  const accountId = house.signUp('stage@example.test');
  const raw = {
    harbor: createRawAgency(house, agencies.harbor),
    lantern: createRawAgency(house, agencies.lantern),
    certified: createRawAgency(house, agencies.certified),
    keyless: createRawAgency(house, agencies.keyless),
    strict: createRawAgency(house, agencies.strict),
  };
  const [own, stolen]: [Proof, Proof] = [
    await generateKeyPair('ES256', { extractable: true }),
    await generateKeyPair('ES256', { extractable: true }),
  ];
  const stranger: KeyPair = await es256KeyPair();

  const stage = {
    house,
    accountId,
    ...raw,
    own,
    other: stolen,
    rsaKey: rsa.privateKey as CryptoKey,
    stranger,
    /** Sends the request to the authorization endpoint, as a browser that knows nobody. */
    ask: (url: string) => createBrowser(house.issuer).send(url),
    visit: () => createVisit(house, accountId),
    async code(agency: RawAgency, url = agency.authorizationUrl()): Promise<string> {
      const location = await (await stage.visit()).share(url);
      return new URL(location).searchParams.get('code') ?? '';
    },
    /** An access token of the strict agency, bound to `own`. */
    async boundToken(): Promise<string> {
      const { strict } = raw;
      const code = await stage.code(strict, await strict.pushed());
      const answer = await strict.redeem(code, {}, { dpop: await strict.dpop(own) });
      return ((await answer.json()) as { readonly access_token: string }).access_token;
    },
    /** The strict agency's token request with a proof that is not as it should be. */
    async proved(
      code: string,
      claimsOf: Readonly<Record<string, unknown>>,
      header: Readonly<Record<string, unknown>> = {},
    ): Promise<Response> {
      return raw.strict.redeem(code, {}, { dpop: await raw.strict.dpop(own, claimsOf, header) });
    },
    /** A whole visit with a presentation that its holder forged; answers what the agency gets for the code. */
    async forged(changes: {
      readonly issue?: Partial<Issue>;
      readonly show?: Partial<Show>;
      readonly tamper?: (presentation: string) => string;
      /** Whether the identity is suspended when the agency comes with the code. */
      readonly suspended?: true;
    }): Promise<Response> {
      const { harbor } = raw;
      const owner = changes.suspended === true ? house.signUp('suspended@example.test') : accountId;
      const visit = await createVisit(house, owner);
      const uid = await visit.login(await visit.arrive(harbor.authorizationUrl()));
      const { keyBinding } = await visit.details(uid);
      const agreed = ['given_name', 'family_name'];
      const issued = await issueCredential({
        issuer: house.issuer,
        accountId: owner,
        signingKey: house.proofing.privateKey,
        holderKey: visit.holder.jwk,
        status: house.status(owner),
        ...changes.issue,
      });
      const presentation = await present(issued, {
        disclose: [...agreed, 'account'],
        holder: visit.holder.privateKey,
        ...keyBinding,
        ...changes.show,
      });
      const shown = changes.tamper?.(presentation) ?? presentation;
      const location = await visit.consent(uid, agreed, await sealRelease(shown));
      if (changes.suspended === true)
        house.bff.db.transaction((tx) => suspendIdentity(house.bff, tx, owner, 'fraud-suspected'));
      return harbor.redeem(new URL(location).searchParams.get('code') ?? '');
    },
    /** A request whose Host and forwarding headers lie; `fetch` lets nobody choose Host. */
    poisoned: (path: string, fields?: Fields) =>
      new Promise<Response>((resolve, reject) => {
        const { port } = new URL(house.issuer);
        const evil = 'evil.example.test';
        const headers = {
          host: evil,
          'x-forwarded-host': evil,
          'x-forwarded-proto': 'https',
          forwarded: `host=${evil}`,
        };
        const query = new URLSearchParams(fields as Record<string, string> | undefined).toString();
        const url = query === '' ? path : `${path}?${query}`;
        httpRequest({ host: 'localhost', port, path: url, headers }, (response) => {
          let body = JSON.stringify(response.headers);
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () =>
            resolve(new Response(body, { status: response.statusCode ?? 0 })),
          );
        })
          .on('error', reject)
          .end();
      }),
    close: () => house.close(),
  };
  return stage;
}

export type Stage = Awaited<ReturnType<typeof setStage>>;
