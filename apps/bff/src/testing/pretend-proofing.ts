import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { compactVerify, decodeJwt, importJWK, SignJWT, type JWK, type JWTPayload } from 'jose';
import { factsTokenType, type StepResult } from '@signet/contracts/facts';
import { es256KeyPair, type KeyPair } from './holder.ts';

export type RelayedRequest = { readonly statement: string; readonly request: string };

/** What proofing answers next; by default it is honest and everything goes well. */
export type Script = {
  readonly result?: StepResult;
  readonly facts?: Record<string, unknown>;
  /** Beside a letter's facts, in the place of the letter that they are about. */
  readonly letter?: string;
  /** On `issue`: the notice of proofing goes by letter. */
  readonly noticeByLetter?: true;
  /** The letter goes to an address that the applicant stated. */
  readonly toStatedAddress?: true;
  /** Whose ticket the request holds: proofing refuses it where the bff says that the application is about another person. */
  readonly ticketOf?: string;
  /** The answer leaves no sooner. */
  readonly after?: Promise<void>;
  readonly type?: string;
  readonly signedBy?: KeyPair;
  /** Instead of an answer of proofing. */
  readonly raw?: { readonly status: number; readonly body: string };
};

/** Proofing's half of the wire: it reads the bff's statement and signs facts, and the test says which. */
export async function openPretendProofing() {
  const calls: { readonly path: string; readonly body: RelayedRequest }[] = [];
  let script: Script = {};
  let keys: KeyPair = await es256KeyPair();
  const reply = 'sealed.for.the.browser.only';

  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on(
      'end',
      () =>
        void answer(request.url ?? '', text).then((body) => {
          const status = body === undefined ? 403 : (script.raw?.status ?? 200);
          response.writeHead(status, { 'content-type': 'application/json' });
          response.end(script.raw?.body ?? JSON.stringify(body ?? {}));
        }),
    );
  });

  async function answer(path: string, text: string) {
    const body = JSON.parse(text) as RelayedRequest;
    calls.push({ path, body });
    const { after } = script;
    await after;
    const statement = decodeJwt(body.statement) as JWTPayload & Record<string, unknown>;
    const about = statement['ssnIndex'];
    if (about !== undefined && script.ticketOf !== undefined && about !== script.ticketOf)
      return undefined;
    const payload = {
      iss: 'signet-proofing',
      iat: Math.floor(Date.now() / 1000),
      applicationId: statement['applicationId'],
      step: statement['step'],
      requestDigest: createHash('sha256').update(body.request).digest('base64url'),
      result: script.result ?? happy[statement['step'] as keyof typeof happy],
      facts: [],
      ...(statement['step'] === 'check-information' && (script.result ?? 'matched') === 'matched'
        ? { ssnIndex: indexOf(statement['applicationId'] as string) }
        : {}),
      ...(script.result === 'in_review' ? { parkedTicket } : {}),
      ...letterFacts(statement),
      ...script.facts,
    };
    const facts = await new SignJWT(payload)
      .setProtectedHeader({ alg: 'ES256', typ: script.type ?? factsTokenType })
      .sign((script.signedBy ?? keys).privateKey);
    return {
      reply,
      facts,
      ...('letter' in payload || 'noticeLetter' in payload
        ? { letter: script.letter ?? sealedLetter }
        : {}),
    };
  }

  /** A letter of the name that the bff gives, valid for 30 days by the bff's clock. */
  function letterFacts(statement: JWTPayload & Record<string, unknown>) {
    const newLetter = statement['newLetter'] as { letterId: string } | undefined;
    if (newLetter === undefined) return {};
    const sealedDigest = createHash('sha256').update(sealedLetter).digest('base64url');
    if (statement['step'] === 'issue')
      return script.noticeByLetter === true
        ? { noticeLetter: { letterId: newLetter.letterId, sealedDigest, elsewhere: false } }
        : {};
    if ((script.result ?? 'sealed') !== 'sealed') return {};
    const expiresAt = new Date((statement.iat ?? 0) * 1_000 + 30 * 86_400_000).toISOString();
    return {
      letter: {
        letterId: newLetter.letterId,
        codeHash: 'l'.repeat(43),
        expiresAt,
        sealedDigest,
        elsewhere: false,
        toEvidence: script.toStatedAddress !== true,
      },
    };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    reply,
    calls,
    answers: (next: Script) => void (script = next),
    signsWith: (next: KeyPair) => void (keys = next),
    /** The bff's statement, if it is signed by the bff's relay key. */
    async statementOf({ statement }: RelayedRequest, relayKey: JWK) {
      const { d: _private, ...publicKey } = relayKey;
      const { payload, protectedHeader } = await compactVerify(
        statement,
        await importJWK(publicKey, 'ES256'),
      );
      return {
        protectedHeader,
        claims: JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>,
      };
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Every applicant is another person, unless a test says otherwise. */
const indexOf = (applicationId: string) =>
  createHash('sha256').update(applicationId).digest('base64url');
/** Which ticket was parked, in facts of a review. */
export const parkedTicket = 'p'.repeat(43);
/** What only the print shop could open, if it were one. */
export const sealedLetter = 'for.the.print.shop.only';

const happy = {
  'examine-document': 'accepted',
  'send-hand-off-link': 'sent',
  'check-information': 'matched',
  'send-code': 'sent',
  'redeem-code': 'confirmed',
  'send-letter': 'sealed',
  'redeem-letter': 'confirmed',
  issue: 'issued',
  'top-up': 'issued',
} as const;
