import type { Registry } from '@signet/contracts/registry';
import { p256, registryKey, signRegistry } from '../../testing/installation.ts';
import { answering, elsewhere, type Altered, type Attack } from '../attack.ts';

const refusedAs = 'registry_refused';
const proving = { during: 'proving a step', refusedAs } as const;
const sharing = { during: 'sharing', refusedAs } as const;
const signature = 'The signature, under the key that is compiled in (WEB-5)';

const part = (value: unknown) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Other words under the genuine signature. */
function reworded(change: (registry: Registry) => unknown): Altered {
  return answering('/registry.jws', async ({ honest, world }) => {
    const [header, , signed] = honest.split('.');
    return [header, part(await change(world.registry)), signed].join('.');
  });
}

/** Genuinely signed, and still not for this page now. */
export function signedAnew(change: object, header: object = {}): Altered {
  return answering('/registry.jws', ({ world }) =>
    signRegistry(world.root, { ...world.registry, ...change }, header),
  );
}

export const registryAttacks: readonly Attack[] = [
  {
    ...proving,
    name: 'Proofing’s encryption key replaced',
    gain: 'Photographs and numbers of everyone who is being proofed',
    stoppedBy: signature,
    answer: reworded(async (registry) => ({
      ...registry,
      proofing: { ...registry.proofing, encryptionKey: (await p256('ECDH-ES')).jwk },
    })),
  },
  {
    during: 'sealing the credential',
    refusedAs,
    name: 'Proofing’s credential key replaced',
    gain: 'Credentials of the server’s own writing, sealed as genuine',
    stoppedBy: signature,
    answer: reworded(async (registry) => ({
      ...registry,
      proofing: { ...registry.proofing, credentialKey: (await p256('ES256')).jwk },
    })),
  },
  {
    ...sharing,
    name: 'An agency’s address replaced',
    gain: 'The key’s half of every release for that agency',
    stoppedBy: signature,
    answer: reworded((registry) => ({
      ...registry,
      agencies: registry.agencies.map((agency) => ({
        ...agency,
        redirectUris: ['https://evil.example/callback'],
      })),
    })),
  },
  {
    ...sharing,
    name: 'An agency’s key replaced',
    gain: 'The server redeeming in the agency’s place, seen as the agency',
    stoppedBy: signature,
    answer: reworded((registry) => ({
      ...registry,
      agencies: registry.agencies.map((agency) => ({
        ...agency,
        jwks: { keys: [{ kty: 'EC', kid: 'ours' }] },
      })),
    })),
  },
  {
    ...sharing,
    name: 'An agency’s name and purposes replaced',
    gain: 'A yes to something else than what is asked',
    stoppedBy: signature,
    answer: reworded((registry) => ({
      ...registry,
      agencies: registry.agencies.map((agency) => ({ ...agency, name: { en: 'Your bank' } })),
    })),
  },
  {
    ...sharing,
    name: 'More claims in an agency’s agreement',
    gain: 'More on the consent screen than was ever agreed with the agency',
    stoppedBy: signature,
    answer: reworded((registry) => ({
      ...registry,
      agencies: registry.agencies.map((agency) => ({
        ...agency,
        attributes: agency.attributes.map((one) => ({ ...one, claim: 'social_security_number' })),
      })),
    })),
  },
  {
    ...sharing,
    name: 'The whole registry signed by the server',
    gain: 'All of the above at once',
    stoppedBy: signature,
    answer: answering('/registry.jws', async ({ world }) =>
      signRegistry(await registryKey(), world.registry),
    ),
  },
  {
    ...sharing,
    name: 'A registry with “alg”: “none”',
    gain: 'All of the above, without any key',
    stoppedBy:
      'The signature is verified first, by one algorithm, whatever the header says (WEB-5)',
    answer: answering('/registry.jws', ({ honest }) => {
      const [, payload] = honest.split('.');
      return `${part({ alg: 'none', typ: 'signet-registry+jwt' })}.${payload}.`;
    }),
  },
  {
    ...sharing,
    name: 'A registry that has expired',
    gain: 'An agency or a key that was taken out goes on counting',
    stoppedBy: 'It says until when it holds (WEB-5)',
    answer: signedAnew({ expiresAt: Math.floor(Date.now() / 1000) - 1 }),
  },
  {
    ...sharing,
    name: 'An older registry, genuine and not yet expired, in another page',
    gain: 'An agency, a purpose or a key that was taken out since, until it expires',
    stoppedBy: 'The vault remembers the newest one it has seen (WEB-20)',
    answer: signedAnew({ version: 2 }),
  },
  {
    ...sharing,
    name: 'Another registry under the same version',
    gain: 'Two people, or one at two times, led to trust different keys',
    stoppedBy: 'The vault remembers the digest beside the version (WEB-20)',
    answer: signedAnew({ issuedAt: 1 }),
  },
  {
    ...sharing,
    name: 'A registry key that the server says is the next one',
    gain: 'The whole registry, by way of the rotation of its key',
    stoppedBy: 'Only the pinned key’s own statement hands over to another (WEB-20)',
    answer: answering('/registry.jws', async ({ world }) => {
      const ours = await registryKey();
      const statement = await signRegistry(
        ours,
        {
          issuer: world.registry.issuer,
          key: { kty: 'OKP', crv: 'Ed25519', x: ours.publicKey.x },
          until: world.registry.expiresAt,
        },
        { typ: 'signet-registry-key+jwt' },
      );
      return signRegistry(ours, world.registry, { succession: [statement] });
    }),
  },
  {
    ...sharing,
    name: 'The registry of another installation',
    gain: 'Keys and agencies of a test system, in earnest',
    stoppedBy: 'It says for which origin it is (WEB-5)',
    answer: signedAnew({ issuer: 'https://test.signet.example.test' }),
  },
  {
    ...sharing,
    name: 'Another document that the same key signed',
    gain: 'Words that were signed for another purpose, read as a registry',
    stoppedBy: 'The type is in the signed header (WEB-5)',
    answer: signedAnew({}, { typ: 'signet-release-list+jwt' }),
  },
  {
    ...sharing,
    name: 'A registry with a field that is not known',
    gain: 'A rule that a later version adds, ignored by this one',
    stoppedBy: 'Parsed strictly (WEB-5)',
    answer: signedAnew({ delivery: 'in the clear' }),
  },
  {
    ...proving,
    name: 'The registry led to a look-alike that relays',
    gain: 'A place from which a later page of the app takes its registry',
    stoppedBy: 'The browser follows no redirection, whatever is signed',
    refusedAs: 'no_answer',
    answer: answering('/registry.jws', ({ honest }) => elsewhere(honest)),
  },
];
