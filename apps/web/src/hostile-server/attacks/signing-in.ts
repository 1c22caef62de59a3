import { base64url } from 'jose';
import { server } from '@serenity-kit/opaque';
import {
  stretchingCeiling,
  stretchingFloor,
  type KeyStretching,
} from '@signet/contracts/key-stretching';
import { answering, elsewhere, flipped, overwritten, type Attack } from '../attack.ts';
import { loginResponse } from '../honest-bff.ts';
import { mixedSetup, raised, withRecord } from '../world.ts';

/** Where the parts of KE2 begin, in bytes (RFC 9807 §6.1, ristretto255-SHA512). */
const ke2 = { evaluated: 0, masked: 64, serverKeyShare: 224, serverMac: 256 } as const;
const identity = new Uint8Array(32);

const during = 'signing in';
const wrong = { during, refusedAs: 'wrong_credentials' } as const;
const misshapen = { during, refusedAs: 'internal_error', malformed: true } as const;

const belowTheFloor = 'A floor is compiled in; under it there is no answer (VAULT-5)';

/** RFC 9807: the envelope opens only for this password, this server key and these identities; only then is KE3 made. */
export const signingIn: readonly Attack[] = [
  {
    ...wrong,
    name: 'The password evaluated with another OPRF key',
    gain: 'An answer to the password under a key of its choosing, to compare guesses with',
    stoppedBy: 'The envelope does not open, so KE3 is never made (AUTH-1)',
    answer: answering('beginSignIn', ({ honest, asked, store }) => {
      const serverSetup = mixedSetup(server.createSetup(), store.serverSetup);
      return {
        ...honest,
        ...answerOf(loginResponse({ ...store, serverSetup }, asked.startLoginRequest)),
      };
    }),
  },
  {
    ...wrong,
    name: 'Another long-term key of the server',
    gain: 'Standing in for the bff towards the browser',
    stoppedBy: 'The envelope authenticates the key it was registered with',
    answer: answering('beginSignIn', ({ honest, asked, store }) => {
      const serverSetup = mixedSetup(store.serverSetup, server.createSetup());
      return {
        ...honest,
        ...answerOf(loginResponse({ ...store, serverSetup }, asked.startLoginRequest)),
      };
    }),
  },
  {
    ...wrong,
    name: 'The envelope of another account',
    gain: 'A person signed in to an account that the attacker reads',
    stoppedBy: 'The envelope opens only with the password it was made with',
    answer: answering('beginSignIn', ({ honest, asked, store, world }) => {
      const account = withRecord(store.account, world.stranger.account.opaqueRecord);
      return {
        ...honest,
        ...answerOf(loginResponse({ ...store, account }, asked.startLoginRequest)),
      };
    }),
  },
  {
    ...wrong,
    name: 'A fake record for an account that exists',
    gain: 'A proof of the password without having the record',
    stoppedBy: 'A fake record opens for no password, and the browser says nothing more',
    answer: answering('beginSignIn', ({ honest, asked, store }) => {
      const account = withRecord(store.account, '');
      return {
        ...honest,
        ...answerOf(loginResponse({ ...store, account }, asked.startLoginRequest)),
      };
    }),
  },
  {
    ...wrong,
    name: 'An earlier answer once more',
    gain: 'A session key that was used before',
    stoppedBy: 'Each request is blinded anew and each answer covers its own request',
    answer: answering('beginSignIn', ({ honest, world }) => ({
      ...honest,
      loginResponse: world.earlierAnswer,
    })),
  },
  {
    ...wrong,
    name: 'The name of another account beside the right answer',
    gain: 'The secret of one account tried on the vault of another',
    stoppedBy: 'The account id is one of the identities in the envelope',
    answer: answering('beginSignIn', ({ honest, world }) => ({
      ...honest,
      accountId: world.stranger.account.accountId,
    })),
  },
  {
    ...wrong,
    name: 'A record that the person made at a look-alike site',
    gain: 'A password given to a phisher, used as a key here',
    stoppedBy:
      'The origin is one of the identities in the envelope; the browser takes its own address for it',
    answer: answering('beginSignIn', ({ honest, asked, store, world }) => {
      const account = withRecord(store.account, world.records.lookAlike);
      const answer = loginResponse(
        { ...store, account },
        asked.startLoginRequest,
        'https://signet.example.test.evil.example',
      );
      return { ...honest, ...answerOf(answer) };
    }),
  },
  {
    ...wrong,
    name: 'A record whose password was hardly stretched',
    gain: 'Guesses at less than a ten-thousandth of the price',
    stoppedBy: 'Less than the floor is never tried; what another cost gave does not open (VAULT-5)',
    answer: answering('beginSignIn', ({ honest, asked, store, world }) => {
      const account = withRecord(store.account, world.records.weak);
      return {
        ...honest,
        ...answerOf(loginResponse({ ...store, account }, asked.startLoginRequest)),
      };
    }),
  },
  {
    ...misshapen,
    name: 'Less memory to stretch the password with',
    gain: 'Guesses at a price that the server names',
    stoppedBy: belowTheFloor,
    answer: answering('beginSignIn', stretchedWith({ memory: stretchingFloor.memory - 1 })),
  },
  {
    ...misshapen,
    name: 'Fewer passes to stretch the password with',
    gain: 'As above',
    stoppedBy: belowTheFloor,
    answer: answering('beginSignIn', stretchedWith({ iterations: stretchingFloor.iterations - 1 })),
  },
  {
    ...misshapen,
    name: 'More memory than a telephone has',
    gain: 'A device that hangs whenever its owner signs in',
    stoppedBy: 'A ceiling is compiled in; beyond it there is no answer (VAULT-5)',
    answer: answering('beginSignIn', stretchedWith({ memory: stretchingCeiling.memory + 1 })),
  },
  {
    ...wrong,
    name: 'Another cost than the record was made with',
    gain: 'The work of a password, done twice over, to compare',
    stoppedBy: 'The envelope does not open, and the browser says nothing more',
    answer: answering('beginSignIn', stretchedWith(raised)),
  },
  {
    ...wrong,
    name: 'The identity element as the evaluated password',
    gain: 'A key that comes from the password alone, without the OPRF key',
    stoppedBy: 'RFC 9807 refuses it when it is read',
    answer: answering('beginSignIn', ({ honest }) => ({
      ...honest,
      loginResponse: overwritten(honest.loginResponse, ke2.evaluated, identity),
    })),
  },
  {
    ...wrong,
    name: 'One bit of the masked envelope changed',
    gain: 'An oracle: which change is noticed, and how',
    stoppedBy: 'The envelope’s MAC; every cause ends alike, without a further request',
    answer: answering('beginSignIn', ({ honest }) => ({
      ...honest,
      loginResponse: flipped(honest.loginResponse, ke2.masked + 70),
    })),
  },
  {
    ...wrong,
    name: 'The key share of another exchange',
    gain: 'A session key agreed with somebody in the middle',
    stoppedBy: 'The server’s MAC covers the whole exchange',
    answer: answering('beginSignIn', ({ honest, world }) => {
      const share = base64url
        .decode(world.earlierAnswer)
        .subarray(ke2.serverKeyShare, ke2.serverMac);
      return {
        ...honest,
        loginResponse: overwritten(honest.loginResponse, ke2.serverKeyShare, share),
      };
    }),
  },
  {
    ...wrong,
    name: 'An answer without a valid MAC of the server',
    gain: 'KE3 for a server that does not know the record',
    stoppedBy: 'KE3 is made only after the server’s MAC was verified',
    answer: answering('beginSignIn', ({ honest }) => ({
      ...honest,
      loginResponse: flipped(honest.loginResponse, ke2.serverMac),
    })),
  },
  {
    ...wrong,
    name: 'An answer cut short',
    gain: 'An exchange without its MAC',
    stoppedBy: 'Every part has a fixed length',
    answer: answering('beginSignIn', ({ honest }) => ({
      ...honest,
      loginResponse: base64url.encode(
        base64url.decode(honest.loginResponse).subarray(0, ke2.serverMac),
      ),
    })),
  },
  {
    ...wrong,
    name: 'Sign-in led to a look-alike that relays',
    gain: 'Being in the middle of every exchange after this one',
    stoppedBy: 'The browser follows no redirection',
    refusedAs: 'no_answer',
    answer: answering('beginSignIn', ({ honest }) => elsewhere(honest)),
  },
  {
    ...misshapen,
    during: 'unlocking',
    name: 'Less memory to stretch the password with',
    gain: 'Guesses at a price that the server names, from whoever is signed in already',
    stoppedBy: belowTheFloor,
    answer: answering('beginUnlock', stretchedWith({ memory: stretchingFloor.memory - 1 })),
  },
  {
    ...wrong,
    during: 'unlocking',
    name: 'Unlocking answered from the attacker’s own account',
    gain: 'The person goes on in a vault that the attacker reads',
    stoppedBy: 'The attacker’s envelope does not open with the person’s password',
    answer: answering('beginUnlock', ({ honest, asked, store, world }) => {
      const { account } = world.stranger;
      return {
        ...honest,
        accountId: account.accountId,
        ...answerOf(loginResponse({ ...store, account }, asked.startLoginRequest)),
      };
    }),
  },
];

function stretchedWith(other: Partial<KeyStretching>) {
  return ({ honest }: { readonly honest: { readonly stretching: KeyStretching } }) => ({
    ...honest,
    stretching: { ...honest.stretching, ...other },
  });
}

function answerOf({ loginResponse: answer }: { readonly loginResponse: string }) {
  return { loginResponse: answer };
}
