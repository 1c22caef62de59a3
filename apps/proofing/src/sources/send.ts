import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { SourceSetting } from '../config.ts';
import { log } from '../log.ts';
import type { Manifest } from './manifest.ts';
import { unavailable, type SourceOutcome, type Unavailable } from './outcome.ts';

const largestAnswer = 1_000_000;

const refusals: Readonly<Record<number, Unavailable['reason']>> = {
  401: 'auth_failed',
  403: 'auth_failed',
  429: 'throttled',
  503: 'outage',
};

/**
 * Sends one request to a source, signed by the profile of its manifest, and reads an answer of bounded size within its time
 * budget. Foreign words go no further than the caller's parser; none reaches a log.
 */
export async function send(
  manifest: Manifest,
  setting: SourceSetting,
  operation: string,
  body: string,
  contentType = 'application/json',
): Promise<SourceOutcome<{ status: number; text: string }>> {
  const url = new URL(`${setting.url}${operation}`);
  const begun = performance.now();
  const outcome = await exchange(manifest, setting, url, body, contentType);
  log('source', {
    source: manifest.source,
    result: outcome.ok ? 'answered' : outcome.error.reason,
    ms: Math.round(performance.now() - begun),
  });
  return outcome;
}

async function exchange(
  manifest: Manifest,
  setting: SourceSetting,
  url: URL,
  body: string,
  contentType: string,
): Promise<SourceOutcome<{ status: number; text: string }>> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(setting.timeoutMs),
      headers: {
        'content-type': contentType,
        'signet-retention': manifest.retention,
        ...signature(manifest, setting, url, body),
      },
    });
    const refused = refusals[response.status];
    if (refused !== undefined) {
      await response.body?.cancel();
      return unavailable(refused);
    }
    const text = await readBounded(response);
    return text === undefined
      ? unavailable('protocol_error')
      : { ok: true, value: { status: response.status, text } };
  } catch (cause) {
    return unavailable((cause as { name?: string }).name === 'TimeoutError' ? 'timeout' : 'outage');
  }
}

/** `hmac-body-v1`: HMAC-SHA-256 over time, nonce, method, host, path and body digest. */
function signature(
  { signing }: Manifest,
  { credential }: SourceSetting,
  url: URL,
  body: string,
): Record<string, string> {
  if (signing === 'api-key') return { 'x-api-key': credential.apiKey ?? '' };
  const timestamp = String(Date.now());
  const nonce = randomUUID();
  const digest = createHash('sha256').update(body).digest('base64url');
  const text = [timestamp, nonce, 'POST', url.host, url.pathname, digest].join('\n');
  const mac = createHmac('sha256', Buffer.from(credential.secret ?? '', 'base64url'))
    .update(text)
    .digest('base64url');
  return {
    authorization: `HMAC-SHA256 keyId=${credential.keyId ?? ''},timestamp=${timestamp},nonce=${nonce},bodyDigest=${digest},signature=${mac}`,
  };
}

async function readBounded(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > largestAnswer) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
