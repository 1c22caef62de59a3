import { importJWK, jwtVerify } from 'jose';
import * as v from 'valibot';
import {
  statusAt,
  statusListPayload,
  statusListType,
  statusReference,
  type CredentialStatus,
  type StatusReference,
} from '@signet/contracts/credential-status';
import { fromBase64url } from '../app/base64url.ts';
import { registry } from '../app/registry.ts';
import { disclosuresOf } from '../vault/sd-jwt.ts';

const withStatus = v.looseObject({ status: statusReference });

/**
 * What the status list says of a copy, before it is shown to anyone (AGENCY-21). The list is fetched whole, so that who serves it
 * does not learn which copy is about to be used. Undefined when it cannot be read: then those who check will say.
 */
export async function statusOf(credential: string): Promise<CredentialStatus | undefined> {
  try {
    const { uri, idx } = (await placeOf(credential)).status_list;
    const { origin, pathname } = new URL(uri);
    if (origin !== location.origin) return undefined;
    const answer = await fetch(pathname, { credentials: 'omit', redirect: 'error' });
    const { bff } = await registry();
    const { payload } = await jwtVerify(
      await answer.text(),
      await importJWK({ ...bff.statusKey }, 'ES256'),
      { algorithms: ['ES256'], typ: statusListType, subject: uri },
    );
    const { status_list: list } = v.parse(statusListPayload, payload);
    return statusAt(await inflated(list.lst), idx);
  } catch {
    return undefined;
  }
}

/** Where a copy stands. Throws where it does not say. */
export async function placeOf(credential: string): Promise<StatusReference> {
  return v.parse(withStatus, await disclosuresOf(credential)).status;
}

async function inflated(lst: string): Promise<Uint8Array> {
  const packed = fromBase64url(lst);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
