import { base64url, CompactEncrypt } from 'jose';
import { applicationId } from '../../testing/person.ts';
import { holderKey, issueCredential, type Said } from '../../testing/credential.ts';
import { p256 } from '../../testing/installation.ts';
import { answering, elsewhere, type Altered, type Attack } from '../attack.ts';
import { opened, sealedReply, ticket, type ProofingKeys } from '../proofing.ts';

const replied = { during: 'proving a step', refusedAs: 'reply_refused' } as const;
const issued = { during: 'sealing the credential', refusedAs: 'not_what_was_reviewed' } as const;
const matched = {
  applicationId,
  step: 'check-information',
  outcome: { result: 'matched' },
  ticket,
};

const reply = (make: (honest: string) => unknown) =>
  answering('submitStep', async ({ honest }) => ({ ...honest, reply: await make(honest.reply) }));

/** A bff that has stolen proofing's decryption key as well, and so knows the reply key. */
export function withStolenKey(
  forge: (holderKeys: readonly object[], keys: ProofingKeys) => Promise<object>,
): Altered {
  return answering('submitStep', async ({ honest, asked, world }) => {
    const { replyKey, step, input } = await opened(asked, world.keys);
    const said = {
      applicationId,
      step,
      ticket,
      ...(await forge(input.holderKeys ?? [], world.keys)),
    };
    return { ...honest, reply: await sealedReply(replyKey, said) };
  });
}

/** Credentials that proofing never signed, or not for this. */
export function credentials(said: Said, signedBy?: () => Promise<CryptoKey>): Altered {
  return withStolenKey(async (holderKeys, keys) => ({
    outcome: {
      result: 'issued',
      credentials: await Promise.all(
        holderKeys.map(async (key) =>
          issueCredential((await signedBy?.()) ?? keys.credential, key, said),
        ),
      ),
    },
  }));
}

const own = async () => (await p256('ES256')).privateKey;

/** One disclosure of a credential with another value, under the genuine signature. */
function reworded(credential: string, claim: string, value: unknown): string {
  return credential
    .split('~')
    .map((text, at) => {
      if (at === 0 || text === '') return text;
      const [salt, name] = JSON.parse(new TextDecoder().decode(base64url.decode(text))) as string[];
      return name === claim ? base64url.encode(JSON.stringify([salt, name, value])) : text;
    })
    .join('~');
}

export const withDisclosure = (claim: string, value: unknown) =>
  withStolenKey(async (holderKeys, keys) => ({
    outcome: {
      result: 'issued',
      credentials: await Promise.all(
        holderKeys.map(async (key) =>
          reworded(await issueCredential(keys.credential, key), claim, value),
        ),
      ),
    },
  }));

export const proofing: readonly Attack[] = [
  {
    ...replied,
    name: 'An earlier reply of proofing once more',
    gain: 'A step that went well once, gone well again',
    stoppedBy: 'Each request carries a fresh key for its reply (PROOF-1)',
    answer: reply(() => sealedReply(crypto.getRandomValues(new Uint8Array(32)), matched)),
  },
  {
    ...replied,
    name: 'A reply that the server sealed to a key that it made up',
    gain: 'A verdict and a ticket of its own writing',
    stoppedBy: 'Only the key inside the sealed request opens a reply (PROOF-1)',
    answer: reply(() => sealedReply(new Uint8Array(32), matched)),
  },
  {
    ...replied,
    name: 'A reply under another key management algorithm',
    gain: 'A key of the server’s choosing for the reply',
    stoppedBy: 'One algorithm is accepted: the agreed key, directly',
    answer: reply(async () => {
      const { jwk } = await p256('ECDH-ES');
      const key = await crypto.subtle.importKey(
        'jwk',
        { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y },
        { name: 'ECDH', namedCurve: 'P-256' },
        false,
        [],
      );
      return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(matched)))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' })
        .encrypt(key);
    }),
  },
  {
    ...replied,
    name: 'A reply with one part changed',
    gain: 'Another verdict in the same reply',
    stoppedBy: 'The tag of the JWE (PROOF-1)',
    answer: reply((honest) => {
      const parts = honest.split('.');
      return parts
        .with(3, parts[3]?.replace(/^./, (one) => (one === 'A' ? 'B' : 'A')) ?? '')
        .join('.');
    }),
  },
  {
    ...replied,
    during: 'proving a step',
    refusedAs: 'internal_error',
    malformed: true,
    name: 'A reply that is not sealed',
    gain: 'A verdict of the server’s own writing',
    stoppedBy: 'A reply is a JWE, or there is none',
    answer: reply(() => JSON.stringify(matched)),
  },
  {
    ...replied,
    name: 'With proofing’s decryption key stolen too: the reply to another application',
    gain: 'One person’s verdict for another',
    stoppedBy: 'The reply names its application (PROOF-1)',
    answer: withStolenKey(async () => ({
      ...matched,
      applicationId: 'app_00000000000000000000000002',
    })),
  },
  {
    ...replied,
    name: 'With that key: the reply to another step',
    gain: 'A code that was sent, taken for information that matched',
    stoppedBy: 'The reply names its step (PROOF-1)',
    answer: withStolenKey(async () => ({ ...matched, step: 'examine-document' })),
  },
  {
    ...replied,
    refusedAs: 'no_answer',
    name: 'The sealed request led to a look-alike that relays',
    gain: 'Being in the middle of the rest of the proofing',
    stoppedBy: 'The browser follows no redirection',
    answer: answering('submitStep', ({ honest }) => elsewhere(honest)),
  },
  {
    ...issued,
    name: 'With that key: credentials that the server signed',
    gain: 'Any identity it likes in the person’s vault',
    stoppedBy: 'The signature, under the credential key of the signed registry (WEB-5)',
    answer: credentials({}, own),
  },
  {
    ...issued,
    name: 'With that key: genuine credentials of another person',
    gain: 'One person acting as another',
    stoppedBy: 'The credential names its account, which the open vault knows (AGENCY-4)',
    answer: credentials({ account: 'sub_00000000000000000000000002' }),
  },
  {
    ...issued,
    name: 'With that key: genuine credentials bound to the server’s keys',
    gain: 'Presentations without the person',
    stoppedBy: 'Each copy must be bound to a key that this browser made (AGENCY-4)',
    answer: withStolenKey(async (_own, keys) => ({
      outcome: {
        result: 'issued',
        credentials: await Promise.all(
          Array.from({ length: 4 }, async () =>
            issueCredential(keys.credential, await holderKey()),
          ),
        ),
      },
    })),
  },
  {
    ...issued,
    name: 'With that key: a credential that is bound to no key',
    gain: 'Presentations by whoever saw one',
    stoppedBy: 'A credential without key binding is refused (AGENCY-4)',
    answer: credentials({ open: { cnf: undefined } }),
  },
  {
    ...issued,
    name: 'With that key: an expired credential',
    gain: 'Evidence that no longer counts',
    stoppedBy: 'Its own end is checked',
    answer: credentials({ open: { exp: 1 } }),
  },
  {
    ...issued,
    name: 'With that key: another document that proofing signed',
    gain: 'Facts or tickets taken for a credential',
    stoppedBy: 'The type is in the signed header',
    answer: credentials({ typ: 'signet-facts+jwt' }),
  },
  {
    ...issued,
    name: 'With that key: another birth date under the genuine signature',
    gain: 'Another age',
    stoppedBy:
      'The signature covers a digest of each value; the browser compares with what was reviewed',
    answer: withDisclosure('birthdate', '1999-01-01'),
  },
  {
    ...issued,
    name: 'With that key: a derived value replaced under the genuine signature',
    gain: 'Over 21 without being it, where the birth date is not shown',
    stoppedBy: 'The signature covers a digest of each value',
    answer: withDisclosure('age_over_21', false),
  },
  {
    ...issued,
    name: 'With that key: fewer copies than keys',
    gain: 'One copy for all agencies, by which they can match the person',
    stoppedBy: 'There must be as many as were asked for',
    answer: withStolenKey(async (holderKeys, keys) => ({
      outcome: {
        result: 'issued',
        credentials: await Promise.all(
          holderKeys.slice(0, -1).map((key) => issueCredential(keys.credential, key)),
        ),
      },
    })),
  },
];
