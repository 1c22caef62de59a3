import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { TestAgency } from './agencies.ts';
import type { House } from './house.ts';

/** What an agency sends in `Authorization: Bearer` to an address of the bff that is for agencies alone, but for the changes. */
export function bearerAssertion(
  { issuer, bff }: Pick<House, 'issuer' | 'bff'>,
  agency: TestAgency,
  path: string,
  more: Readonly<Record<string, unknown>> = {},
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const seconds = Math.floor(bff.now() / 1_000);
  return new SignJWT({
    iss: agency.clientId,
    sub: agency.clientId,
    aud: `${issuer}${path}`,
    jti: randomUUID(),
    iat: seconds,
    exp: seconds + 60,
    ...more,
  })
    .setProtectedHeader({
      alg: agency.jwks?.keys[0]?.['alg'] as string,
      kid: agency.kid,
      ...header,
    })
    .sign(agency.privateKey);
}
