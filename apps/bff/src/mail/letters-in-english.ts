import type { Letter, Letters, TakenBack } from './letters.ts';

const takenBackWords: Readonly<Record<TakenBack, string>> = {
  passkey: 'passkeys',
  totp: 'authenticator apps',
  sms: 'the telephone number',
  'backup-codes': 'backup codes',
  address: 'e-mail addresses',
  'recovery-key': 'the recovery key',
};
const listed = new Intl.ListFormat('en-US');
const wordsOf = (takenBack: readonly TakenBack[]) =>
  listed.format(takenBack.map((one) => takenBackWords[one]));
function takenBackOf({ takenBack = [] }: Letter): string {
  if (takenBack.length === 0) return '';
  const words = wordsOf(takenBack);
  return `What was added or changed since that sign-in does not work any more: ${words}. Add again what is yours. If no second step is left, say so when you sign in.\n\n`;
}
function goneOf({ takenBack = [] }: Letter): string {
  if (takenBack.length === 0) return '';
  return `These were not used for it and do not sign in any more: ${wordsOf(takenBack)}. Add them again in your account.\n\n`;
}

function broughtBackOf({ broughtBack = false }: Letter): string {
  return broughtBack
    ? 'E-mail addresses that were removed since that sign-in are back on the account.\n\n'
    : '';
}

const dated = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});
const sinceOf = ({ since }: Letter) =>
  since === undefined ? '' : `: it is about who signed in since ${dated.format(since)} (UTC)`;
const onOf = ({ since }: Letter) =>
  since === undefined ? '' : `, on ${dated.format(since)} (UTC)`;
const untilOf = ({ until }: Letter) =>
  until === undefined ? '' : ` until ${dated.format(until)} (UTC)`;

export const english: Letters = {
  'confirm-address': {
    subject: 'Confirm your e-mail address',
    text: ({ link }) =>
      `Someone, probably you, asked to create a Signet account with this address.\n\nOpen this link to go on. It works for 24 hours, until a password was chosen:\n\n${link}\n\nIf it was not you, you need not do anything.\n`,
  },
  'address-has-account': {
    subject: 'You already have a Signet account',
    text: ({ link }) =>
      `Someone, probably you, tried to create a Signet account with this address. You already have one.\n\nSign in here:\n\n${link}\n\nIf it was not you, you need not do anything; nothing was changed.\n`,
  },
  'identity-suspended': {
    subject: 'Your verified identity was suspended',
    text: ({ link }) =>
      `Your verified identity at Signet was suspended just now: until this is settled it cannot be shared with agencies, and those that check see that it is suspended. Nobody but you can read it, and your account still opens.\n\nSee your account here:\n\n${link}\n`,
  },
  'identity-reinstated': {
    subject: 'Your verified identity is in use again',
    text: ({ link }) =>
      `The suspension of your verified identity at Signet has ended. You can share it again.\n\n${link}\n`,
  },
  'password-changed': {
    subject: 'Your Signet password was changed',
    text: ({ link }) =>
      `The password of your Signet account was changed just now, and everyone who was signed in elsewhere was signed out. Other browsers and devices are new to Signet again: we write to you when one of them signs in.\n\nIf it was not you, use your recovery key at once to choose another password:\n\n${link}\n`,
  },
  'recovery-key-used': {
    subject: 'Your Signet recovery key was used',
    text: ({ link }) =>
      `Somebody, probably you, entered the recovery key of your Signet account just now, to choose a new password. Nothing was changed yet, and without a second step nothing opens. Until there is a new password nothing of yours is shared with any agency.\n\nIf it was not you, sign in at once, choose another password and make a new recovery key:\n\n${link}\n`,
  },
  'recovery-key-changed': {
    subject: 'Your Signet recovery key was changed',
    text: ({ link }) =>
      `A new recovery key was made for your Signet account just now. The old one is not accepted any more. Somebody who has it and a copy of your vault from before could still open that. If you fear so, change the locks of your vault in your account: what you keep from then on is closed to the old one, copied or not.\n\nIf it was not you, sign in at once and choose another password:\n\n${link}\n`,
  },
  'second-factor-added': {
    subject: 'A second step was added to your Signet account',
    text: ({ link }) =>
      `A passkey, an authenticator app, a telephone number or backup codes were added to your Signet account just now.\n\nIf it was not you, sign in at once, remove it and choose another password:\n\n${link}\n`,
  },
  'second-factor-removed': {
    subject: 'A second step was removed from your Signet account',
    text: ({ link }) =>
      `A passkey, an authenticator app, a telephone number or backup codes were removed from your Signet account just now.\n\nIf it was not you, sign in at once and choose another password:\n\n${link}\n`,
  },
  'backup-codes-low': {
    subject: 'Few backup codes are left',
    text: ({ link }) =>
      `A backup code was used to sign in to your Signet account just now. Two or fewer are left. You can make new ones here:\n\n${link}\n\nIf it was not you who signed in, choose another password at once.\n`,
  },
  'codes-off-elsewhere': {
    subject: 'Codes are switched off in new browsers for your Signet account',
    text: (letter) =>
      `A hundred wrong codes in a row were entered for your Signet account in browsers that it does not know. No code of an authenticator app, backup code or code by text message is taken there any more${untilOf(letter)}. They still work in browsers that you used before, and a passkey works everywhere.\n\nIf it was not you, somebody knows your password. Sign in with a browser that you used before, or with a passkey, and choose another password: codes work everywhere again then. If you can do neither, say after your password that you lost every second step; that takes a day:\n\n${letter.link}\n`,
  },
  'codes-off-in-browser': {
    subject: 'Codes are switched off in one browser for your Signet account',
    text: (letter) =>
      `A hundred wrong codes in a row were entered for your Signet account in a browser that you used before. No code of an authenticator app, backup code or code by text message is taken there any more${untilOf(letter)}. They still work in other browsers, and a passkey works everywhere.\n\nIf it was not you, somebody who knows your password sits at a browser of yours. Sign in with another browser, or with a passkey, and choose another password: codes work everywhere again then. If you can do neither, say after your password that you lost every second step; that takes a day:\n\n${letter.link}\n`,
  },
  'confirm-new-address': {
    subject: 'Confirm this e-mail address',
    text: ({ link }) =>
      `Someone, probably you, added this address to a Signet account.\n\nOpen this link to confirm it. It works once, for 24 hours:\n\n${link}\n\nIf it was not you, you need not do anything.\n`,
  },
  'address-in-use': {
    subject: 'This address already has a Signet account',
    text: ({ link }) =>
      `Someone, probably you, tried to add this address to a Signet account. It belongs to one already, so nothing was changed.\n\nYou can sign in to the account that it belongs to here:\n\n${link}\n`,
  },
  'email-added': {
    subject: 'An address was added to your Signet account',
    text: ({ link }) =>
      `Another e-mail address was added to your Signet account just now, and confirmed.\n\nIf it was not you, sign in at once, remove it and choose another password:\n\n${link}\n`,
  },
  'email-removed': {
    subject: 'An address was removed from your Signet account',
    text: ({ link }) =>
      `An e-mail address was removed from your Signet account just now. It may be the one that this e-mail went to.\n\nIf it was not you, open the link in our latest e-mail about a new browser: everyone is signed out, and the removed address is back if it was your oldest one and was removed in a new browser. The link works once, for a week after that sign-in. It works no more where another one took its place, which we sent to the addresses that are left, or where somebody said of an earlier sign-in that it was not them. If you have none that works, sign in at once with another of your addresses and choose another password:\n\n${link}\n`,
  },
  'address-taken-off': {
    subject: 'This address was taken off a Signet account',
    text: (letter) =>
      `Somebody who reads an older address of the account opened the link in our e-mail about a new browser, and said that the sign-in was not theirs. So the addresses that were added since then were taken off the account, this one too, and everyone was signed out. We write to this address no more.\n\n${broughtBackOf(letter)}If the account is yours, sign in at once: with the older address, your password, and a second step that you had before that sign-in. Then choose another password, and add this address again. Whoever reads the older address can ask for a reset, which takes a day, or two without a second step; signing in stops it.\n\n${letter.link}\n\nFor a week after each sign-in with a new browser, whoever reads the older address can do the same again. Remove it in a browser that you have used for more than a week, and it stays removed.\n`,
  },
  'email-made-primary': {
    subject: 'The main address of your Signet account was changed',
    text: ({ link }) =>
      `Another of your e-mail addresses is the main one of your Signet account now: you sign in with that one. Agencies go on getting the address that you agreed to for each of them.\n\nIf it was not you, sign in at once and choose another password:\n\n${link}\n`,
  },
  'reset-without-account': {
    subject: 'No Signet account has this address',
    text: ({ link }) =>
      `Someone, probably you, asked to reset a Signet account with this address. No account has it.\n\nPerhaps you signed up with another address. You can also make an account here:\n\n${link}\n\nIf it was not you, you need not do anything.\n`,
  },
  'reset-begun': {
    subject: 'Your Signet account will be reset in 24 hours',
    text: ({ link }) =>
      `Someone, probably you, asked to reset your Signet account because both the password and the recovery key are lost. In 24 hours we send you a link to go on. A reset destroys what is in your vault; you would have to prove who you are again.\n\nIf it was not you, or if you found your password or recovery key, stop it here:\n\n${link}\n`,
  },
  'reset-ready': {
    subject: 'You can reset your Signet account now',
    text: ({ link }) =>
      `The 24 hours are over. With this link you can choose a new password during the next two days. What is in your vault is destroyed when you do:\n\n${link}\n\nIf you found your password or recovery key, just sign in; that stops the reset. If your password was switched off because it was tried wrongly too often, open this link first, and then sign in with it in the same browser.\n`,
  },
  'new-second-factor-begun': {
    subject: 'A new second step for your Signet account in 24 hours',
    text: ({ link }) =>
      `Someone who knows the password of your Signet account, probably you, said that every second step is lost. In 24 hours we send you a link to set up a new one.\n\nIf it was not you, somebody knows your password: stop it here at once, sign in, and choose another password:\n\n${link}\n`,
  },
  'new-second-factor-ready': {
    subject: 'You can set up a new second step now',
    text: ({ link }) =>
      `The 24 hours are over. Open this link during the next two days and then sign in with your password, in the same browser. There you choose a new second step, and your old ones stop working when you have it:\n\n${link}\n\nIf you found your second step, just sign in with it; that stops this.\n`,
  },
  'everything-lost-begun': {
    subject: 'Your Signet account will open without its second step in 24 hours',
    text: ({ link }) =>
      `Someone who opened the link to reset your Signet account, probably you, said that every second step is lost, too. In 24 hours we send you another link. Whoever reads your e-mail can then take the account over, with a new password and a new second step. What is in your vault is not opened by that but destroyed, and who you are has to be proved again.\n\nIf it was not you, somebody reads your e-mail. Stop it here at once, the reset too, sign in, take this address off your account, and choose another password for your mailbox:\n\n${link}\n`,
  },
  'everything-lost-ready': {
    subject: 'You can reset your Signet account without a second step now',
    text: ({ link }) =>
      `The second 24 hours are over. Open this link soon, and then, in the same browser, the link of the reset that we sent you a day ago. What is in your vault is destroyed, you choose a new password and a new second step, and your old ones stop working when you have that:\n\n${link}\n\nIf you found your password and your second step, just sign in; that stops this.\n`,
  },
  'passkey-opens-vault': {
    subject: 'A passkey opens your Signet vault now',
    text: ({ link }) =>
      `A passkey of your Signet account can open your vault without the password since just now, and everyone who was signed in elsewhere was signed out.\n\nIf it was not you, sign in at once, remove the passkey and choose another password:\n\n${link}\n`,
  },
  'new-device': {
    subject: 'A new browser signed in to your Signet account',
    text: ({ link }) =>
      `Somebody signed in to your Signet account just now with a browser that it does not know: it was not used for it within a year, or not since everyone was signed out for your safety.\n\nIf it was you, you need not do anything.\n\nIf it was not you, open this link. Everyone is signed out, and a new password has to be chosen before anything is shared:\n\n${link}\n`,
  },
  'new-device-link': {
    subject: 'Was it you who signed in to your Signet account?',
    text: (letter) =>
      `An address was removed from your Signet account. Links in our last e-mails about new browsers, which went to that address too, do not work any more. This one takes their place${sinceOf(letter)}.\n\nIf it was you who signed in, you need not do anything.\n\nIf it was not you, open this link. Everyone is signed out, and a new password has to be chosen before anything is shared:\n\n${letter.link}\n`,
  },
  'sign-in-disavowed': {
    subject: 'Everyone was signed out of your Signet account',
    text: (letter) =>
      `Somebody opened the link in our e-mail and said that a sign-in was not theirs. Everyone was signed out, and whoever signs in next has to choose a new password.\n\n${takenBackOf(letter)}${broughtBackOf(letter)}Do it here, now. Look also at your second steps, and remove what you do not know:\n\n${letter.link}\n`,
  },
  'agency-suspects': {
    subject: 'Somebody else may be using your Signet account',
    text: ({ link }) =>
      `An agency that you use Signet with suspects that somebody else signed in as you. To protect you, everyone was signed out, and whoever signs in next has to choose a new password.\n\nDo it here, now. Look also at your second steps, and remove what you do not know:\n\n${link}\n`,
  },
  'wait-running': {
    subject: 'The change of your Signet account is under way already',
    text: ({ link }) =>
      `Someone, probably you, asked once more for what we wrote to you about before. The 24 hours still count from the first time, and the link in our first e-mail about it to this address still stops it.\n\nIf you found what was lost, sign in; that stops it too:\n\n${link}\n`,
  },
  'wait-begun-before': {
    subject: 'A change of your Signet account is under way',
    text: (letter) =>
      `This address belongs to a Signet account since just now. Before that${onOf(letter)}, somebody, probably you, said that what opens the account is lost, the password with the recovery key or every second step, and asked for a new one. That takes 24 hours. We wrote about it to the addresses that the account had then.\n\nIf it was not you, or if you found what was lost, stop it here:\n\n${letter.link}\n`,
  },
  'wait-stopped': {
    subject: 'The change of your Signet account was stopped',
    text: ({ link }) =>
      `What somebody asked for on your Signet account was stopped just now. Nothing was changed.\n\nIf somebody else asked for it, sign in and choose another password:\n\n${link}\n`,
  },
  'second-factors-taken-off': {
    subject: 'Your second steps were taken off your Signet account',
    text: ({ link }) =>
      `Somebody who waited 24 hours, opened the link in our e-mail and knows your password, or waited for a reset as well, put a new second step in the place of all others of your Signet account just now.\n\nIf it was not you, use your recovery key at once to choose another password:\n\n${link}\n`,
  },
  'vault-replaced': {
    subject: 'Your Signet account was reset',
    text: (letter) =>
      `Your Signet account has a new password and an empty vault since just now. What was in the old vault is destroyed, and your recovery key is a new one.\n\n${goneOf(letter)}If it was not you, tell the agencies that you use Signet with, and sign in if you can:\n\n${letter.link}\n`,
  },
  'identity-proved': {
    subject: 'Your identity was proved to Signet',
    text: ({ link }) =>
      `Somebody, probably you, proved to Signet just now who you are, with your ID and your information. What was verified is encrypted with keys that only the account's owner has; keep your password and recovery key to yourself.\n\nIf it was you, you need not do anything.\n\nIf it was not you, open this link. It freezes what was proved, so that no agency receives any of it:\n\n${link}\n`,
  },
  'identity-proved-link': {
    subject: 'Was it you who proved your identity to Signet?',
    text: ({ link }) =>
      `An address was removed from your Signet account. The link in our e-mail about the proof of your identity, which went to that address too, works no longer than a week after we sent it. This one takes its place.\n\nIf it was you who proved who you are, you need not do anything.\n\nIf it was not you, open this link. It freezes what was proved, so that no agency receives any of it:\n\n${link}\n`,
  },
  'identity-frozen': {
    subject: 'The identity in your Signet account is frozen',
    text: ({ link }) =>
      `Somebody who received our notice of proofing said that it was not them who proved who you are. Nothing is shared with any agency any more, and everyone was signed out.\n\nIf this account is yours, sign in and prove who you are anew. Two people look at it then, and if they let it pass, that lifts it:\n\n${link}\n\nIf you do not know this account, you need not do anything. Tell the agencies that you deal with.\n`,
  },
  'review-decided': {
    subject: 'We have looked at your application',
    text: ({ link }) =>
      `Two people have looked at your application at Signet and decided. Sign in to see what they decided and how it goes on:\n\n${link}\n`,
  },
  'letter-requested': {
    subject: 'A letter with your Signet code is on order',
    text: ({ link }) =>
      `Someone, probably you, asked for a letter with a code, to confirm the address on an ID. We hand it to the print shop within a day and write to you when it is mailed.\n\nYou can see how it stands, send it again or choose a phone instead here:\n\n${link}\n\nIf it was not you, sign in, cancel it and choose another password.\n`,
  },
  'letter-mailed': {
    subject: 'Your letter from Signet was mailed',
    text: ({ link }) =>
      `The letter with your code was given to the post. It should be with you in three to seven days, outside the 48 states in up to fourteen.\n\nWhen it is there, scan the square on it, or enter the code here:\n\n${link}\n`,
  },
  'letter-reminder': {
    subject: 'Did your letter from Signet arrive?',
    text: ({ link }) =>
      `Some days ago a letter with a code was mailed to you. You have not entered it yet. The letter says how long it works.\n\nEnter it here, or ask for another letter if it did not come:\n\n${link}\n`,
  },
  'letter-expired': {
    subject: 'The code in your letter from Signet has expired',
    text: ({ link }) =>
      `The code that we sent you by post was not entered in time and does not work any more. What you proved so far may be too old as well.\n\nYou can ask for another letter, or use a phone, here:\n\n${link}\n`,
  },
  'letter-returned': {
    subject: 'Your letter from Signet came back',
    text: ({ link }) =>
      `The post could not deliver the letter with your code, and it came back. Its code does not work any more.\n\nIf your address has changed, begin again with photos of your ID and enter the new address on the way; your ID need not show it. Or send another letter, or use a phone:\n\n${link}\n`,
  },
  'letter-refused': {
    subject: 'Your letter from Signet could not be printed',
    text: ({ link }) =>
      `The print shop did not take the letter with your code, so it was never mailed. It is our problem, not yours. No code will come.\n\nYou can ask for another letter, or use a phone, here:\n\n${link}\n`,
  },
  'account-deleted': {
    subject: 'Your Signet account was deleted',
    text: ({ link }) =>
      `Your Signet account and everything in it were deleted just now. What agencies received from you before stays with them.\n\nYou can make a new account at any time:\n\n${link}\n`,
  },
  'language-changed': {
    subject: 'We write to you in another language from now on',
    text: ({ link }) =>
      `Another language was chosen for your Signet account just now. What we write to you from now on is in that language.\n\nIf it was not you, sign in at once, choose your language again and another password:\n\n${link}\n`,
  },
};
