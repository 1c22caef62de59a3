import type { Attack } from './attack.ts';
import { changingSecrets } from './attacks/changing-secrets.ts';
import { laterStates } from './attacks/later-states.ts';
import { opening } from './attacks/opening.ts';
import { passkeysAndLocks } from './attacks/passkeys-and-locks.ts';
import { proofing } from './attacks/proofing.ts';
import { recovering } from './attacks/recovering.ts';
import { registryAttacks } from './attacks/registry.ts';
import { sharing } from './attacks/sharing.ts';
import { signingIn } from './attacks/signing-in.ts';
import { withoutPassword } from './attacks/without-password.ts';

/** In the order of the document that is made of them, `docs/security/hostile-server.md`. */
export const attacks: readonly { readonly title: string; readonly rows: readonly Attack[] }[] = [
  { title: 'Signing in and unlocking', rows: signingIn },
  { title: 'Opening the vault', rows: opening },
  { title: 'States of the vault, later', rows: laterStates },
  { title: 'Changing what opens it', rows: changingSecrets },
  {
    title: 'Passkeys that open it, new locks, and the key that is looked at',
    rows: passkeysAndLocks,
  },
  { title: 'Recovering', rows: recovering },
  { title: 'Text messages, and what takes a day', rows: withoutPassword },
  { title: 'The registry', rows: registryAttacks },
  { title: 'Proofing', rows: proofing },
  { title: 'Sharing with an agency', rows: sharing },
];
