import { claimValues } from '../../testing/person.ts';
import { answering, overwritten, type Altered } from '../attack.ts';
import { loginResponse } from '../honest-bff.ts';
import type { JourneyName } from '../page.ts';
import { mixedSetup } from '../world.ts';
import { credentials, withDisclosure, withStolenKey } from './proofing.ts';
import { signedAnew } from './registry.ts';

/** What the attacks are made with, used without the attack: the way an answer was made is not what gets it refused. */
export const madeAnew: readonly {
  readonly name: string;
  readonly during: JourneyName;
  readonly answer: Altered;
}[] = [
  {
    name: 'an OPAQUE answer, computed a second time',
    during: 'signing in',
    answer: answering('beginSignIn', ({ honest, asked, store }) => {
      const serverSetup = mixedSetup(store.serverSetup, store.serverSetup);
      const begun = loginResponse({ ...store, serverSetup }, asked.startLoginRequest);
      store.attempt = begun.serverLoginState;
      return { ...honest, loginResponse: begun.loginResponse };
    }),
  },
  {
    name: 'a registration answer, put together again from its bytes',
    during: 'changing the password',
    answer: answering('beginNewPassword', ({ honest }) => ({
      ...honest,
      registrationResponse: overwritten(honest.registrationResponse, 0, new Uint8Array(0)),
    })),
  },
  {
    name: 'the vault, copied',
    during: 'opening the vault',
    answer: answering('readVault', ({ honest }) => structuredClone(honest)),
  },
  {
    name: 'what was kept, copied',
    during: 'recovering',
    answer: answering('readPending', ({ honest }) => structuredClone(honest)),
  },
  {
    name: 'the registry, signed a second time',
    during: 'sharing',
    answer: signedAnew({}),
  },
  {
    name: 'a reply, sealed a second time with the stolen key',
    during: 'proving a step',
    answer: withStolenKey(async () => ({ outcome: { result: 'matched' } })),
  },
  {
    name: 'credentials, issued a second time',
    during: 'sealing the credential',
    answer: credentials({}),
  },
  {
    name: 'a disclosure, written a second time with its own value',
    during: 'sealing the credential',
    answer: withDisclosure('birthdate', claimValues.birthdate),
  },
];
