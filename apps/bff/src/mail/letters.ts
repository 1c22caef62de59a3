/** Every e-mail that Signet writes. Links carry their token in the fragment, which no server logs (AUTH-9). */
export type Letter =
  | { readonly kind: 'confirm-address'; readonly link: string }
  | { readonly kind: 'address-has-account'; readonly link: string };

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
  }
}
