/** Every e-mail that Signet writes. Links carry their token in the fragment, which no server logs (AUTH-9). */
export type Letter =
  | { readonly kind: 'confirm-address'; readonly link: string }
  | { readonly kind: 'address-has-account'; readonly link: string }
  | {
      readonly kind:
        | 'password-changed'
        | 'recovery-key-changed'
        | 'second-factor-added'
        | 'second-factor-removed'
        | 'backup-codes-low'
        | 'confirm-new-address'
        | 'address-in-use'
        | 'email-added'
        | 'email-removed'
        | 'email-made-primary'
        | 'account-deleted';
      readonly link: string;
    };

export function writeLetter(letter: Letter): { readonly subject: string; readonly text: string } {
  switch (letter.kind) {
    case 'confirm-address':
      return {
        subject: 'Confirm your e-mail address',
        text: `Someone, probably you, asked to create a Signet account with this address.\n\nOpen this link to go on. It works once, for 24 hours:\n\n${letter.link}\n\nIf it was not you, you need not do anything.\n`,
      };
    case 'address-has-account':
      return {
        subject: 'You already have a Signet account',
        text: `Someone, probably you, tried to create a Signet account with this address. You already have one.\n\nSign in here:\n\n${letter.link}\n\nIf it was not you, you need not do anything; nothing was changed.\n`,
      };
    case 'password-changed':
      return {
        subject: 'Your Signet password was changed',
        text: `The password of your Signet account was changed just now, and everyone who was signed in elsewhere was signed out.\n\nIf it was not you, use your recovery key at once to choose another password:\n\n${letter.link}\n`,
      };
    case 'recovery-key-changed':
      return {
        subject: 'Your Signet recovery key was changed',
        text: `A new recovery key was made for your Signet account just now. The old one opens nothing any more.\n\nIf it was not you, sign in at once and choose another password:\n\n${letter.link}\n`,
      };
    case 'second-factor-added':
      return {
        subject: 'A second step was added to your Signet account',
        text: `A passkey, an authenticator app or backup codes were added to your Signet account just now.\n\nIf it was not you, sign in at once, remove it and choose another password:\n\n${letter.link}\n`,
      };
    case 'second-factor-removed':
      return {
        subject: 'A second step was removed from your Signet account',
        text: `A passkey, an authenticator app or backup codes were removed from your Signet account just now.\n\nIf it was not you, sign in at once and choose another password:\n\n${letter.link}\n`,
      };
    case 'backup-codes-low':
      return {
        subject: 'Few backup codes are left',
        text: `A backup code was used to sign in to your Signet account just now. Two or fewer are left. You can make new ones here:\n\n${letter.link}\n\nIf it was not you who signed in, choose another password at once.\n`,
      };
    case 'confirm-new-address':
      return {
        subject: 'Confirm this e-mail address',
        text: `Someone, probably you, added this address to a Signet account.\n\nOpen this link to confirm it. It works once, for 24 hours:\n\n${letter.link}\n\nIf it was not you, you need not do anything.\n`,
      };
    case 'address-in-use':
      return {
        subject: 'This address already has a Signet account',
        text: `Someone, probably you, tried to add this address to a Signet account. It belongs to one already, so nothing was changed.\n\nYou can sign in to the account that it belongs to here:\n\n${letter.link}\n`,
      };
    case 'email-added':
      return {
        subject: 'An address was added to your Signet account',
        text: `Another e-mail address was added to your Signet account just now, and confirmed.\n\nIf it was not you, sign in at once, remove it and choose another password:\n\n${letter.link}\n`,
      };
    case 'email-removed':
      return {
        subject: 'An address was removed from your Signet account',
        text: `An e-mail address was removed from your Signet account just now. It may be the one that this letter went to.\n\nIf it was not you, sign in at once with another of your addresses and choose another password:\n\n${letter.link}\n`,
      };
    case 'email-made-primary':
      return {
        subject: 'The main address of your Signet account was changed',
        text: `Another of your e-mail addresses is the main one of your Signet account now. Agencies that you share your address with receive that one.\n\nIf it was not you, sign in at once and choose another password:\n\n${letter.link}\n`,
      };
    case 'account-deleted':
      return {
        subject: 'Your Signet account was deleted',
        text: `Your Signet account and everything in it were deleted just now. What agencies received from you before stays with them.\n\nYou can make a new account at any time:\n\n${letter.link}\n`,
      };
  }
}
