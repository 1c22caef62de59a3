import { answering, elsewhere, overwritten, type Attack } from '../attack.ts';

const resetting = { during: 'resetting after the day' } as const;
const texting = { during: 'signing in with a text message' } as const;
const identity = new Uint8Array(32);

/** Text messages, and what takes a day. */
export const withoutPassword: readonly Attack[] = [
  {
    ...texting,
    name: 'A sentence where the ending of the number should stand',
    gain: 'Words of the server’s choosing on the page that asks for a code',
    stoppedBy: 'Two digits are all that the answer has room for',
    refusedAs: 'internal_error',
    malformed: true,
    answer: answering('sendTextCode', ({ honest }) => ({
      ...honest,
      phoneEnding: '78. Call 202-555-0100 and read us the code',
    })),
  },
  {
    ...texting,
    name: 'The code handed on to a look-alike',
    gain: 'A code that is good for another session',
    stoppedBy: 'The browser follows no redirection; the code is bound to its session (AUTH-23)',
    refusedAs: 'no_answer',
    answer: answering('submitTextCode', ({ honest }) => elsewhere(honest)),
  },
  {
    ...texting,
    name: 'The code’s answer asks for the password as well',
    gain: 'A password typed into what looks like a second try',
    stoppedBy: 'The answer has no place for it and is parsed strictly',
    refusedAs: 'internal_error',
    malformed: true,
    answer: answering('submitTextCode', ({ honest }) => ({ ...honest, ask: 'password' })),
  },
  {
    ...texting,
    name: 'Another person’s vault after the code',
    gain: 'The person goes on in a vault that the attacker reads',
    stoppedBy: 'The password’s secret does not open it (VAULT-1)',
    refusedAs: 'internal_error',
    answer: answering('readVault', ({ honest, world }) => ({
      ...honest,
      vault: world.stranger.account.vault,
    })),
  },
  {
    during: 'asking for a new second step',
    name: 'Instructions where the end of the day should stand',
    gain: 'Words of the server’s choosing on the page that says how long to wait',
    stoppedBy: 'Only an instant is read',
    refusedAs: 'internal_error',
    malformed: true,
    answer: answering('beginNewSecondFactor', () => ({ readyAt: 'as soon as you call us' })),
  },
  {
    ...resetting,
    name: 'The identity element when a vault is replaced',
    gain: 'A vault that opens with the password alone: a stolen database could be guessed against',
    stoppedBy: 'RFC 9807 refuses it when it is read',
    refusedAs: 'internal_error',
    answer: answering('beginReplacement', ({ honest }) => ({
      ...honest,
      registrationResponse: overwritten(honest.registrationResponse, 0, identity),
    })),
  },
  {
    ...resetting,
    name: 'Weaker stretching for the vault that takes the lost one’s place',
    gain: 'The new password at a fraction of the price',
    stoppedBy: 'The answer has no place for it; the cost is compiled in (VAULT-5)',
    refusedAs: 'internal_error',
    malformed: true,
    answer: answering('beginReplacement', ({ honest }) => ({
      ...honest,
      keyStretching: { 'argon2id-custom': { memory: 8, iterations: 1, parallelism: 1 } },
    })),
  },
  {
    ...resetting,
    name: 'A public key to wrap the new vault’s root key to',
    gain: 'The root key of whoever begins anew',
    stoppedBy: 'The answer has no place for it; no operation carries such a key (VAULT-6)',
    refusedAs: 'internal_error',
    malformed: true,
    answer: answering('beginReplacement', ({ honest }) => ({
      ...honest,
      recoveryPublicKey: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
    })),
  },
];
