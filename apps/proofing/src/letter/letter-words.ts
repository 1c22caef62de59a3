import type { letterLanguages } from '@signet/contracts/letter';

export type LetterLanguage = (typeof letterLanguages)[number];

/** What a letter says; `{…}` is filled in. */
type Words = {
  readonly heading: string;
  readonly why: string;
  readonly steps: readonly string[];
  readonly code: string;
  readonly until: string;
  readonly notYou: string;
  readonly neverAsk: string;
  readonly reference: string;
};

/** Plain words, one row per language that a letter can be written in. */
export const letterWords: Record<LetterLanguage, Words> = {
  en: {
    heading: 'Your Signet code',
    why: 'Someone, probably you, asked Signet to confirm this address. The code below shows us that the letter reached you. It is the last step of proving who you are.',
    steps: [
      'Scan the square with your phone, or go to {address}',
      'Sign in with the e-mail address and password of your Signet account.',
      'Enter this code:',
    ],
    code: 'Your code',
    until: 'The code works through {date}. After that you can ask for another letter.',
    notYou:
      'If it was not you, you need not do anything. Nobody can use your address without this code. Please destroy this letter.',
    neverAsk:
      'We never ask for this code by phone, e-mail or text message. Do not give it to anyone.',
    reference: 'Letter {serial}',
  },
  es: {
    heading: 'Su código de Signet',
    why: 'Alguien, probablemente usted, pidió a Signet que confirmara esta dirección. El código de abajo nos muestra que la carta le llegó. Es el último paso para demostrar su identidad.',
    steps: [
      'Escanee el cuadrado con su teléfono o vaya a {address}',
      'Inicie sesión con el correo electrónico y la contraseña de su cuenta de Signet.',
      'Ingrese este código:',
    ],
    code: 'Su código',
    until: 'El código funciona hasta el {date}. Después puede pedir otra carta.',
    notYou:
      'Si no fue usted, no tiene que hacer nada. Nadie puede usar su dirección sin este código. Por favor destruya esta carta.',
    neverAsk:
      'Nunca pedimos este código por teléfono, correo electrónico ni mensaje de texto. No se lo dé a nadie.',
    reference: 'Carta {serial}',
  },
};

type NoticeWords = {
  readonly heading: string;
  readonly what: string;
  readonly you: string;
  readonly notYou: string;
  readonly scan: string;
  readonly typed: string;
  readonly reference: string;
};

/** What the notice of proofing says. */
export const noticeWords: Record<LetterLanguage, NoticeWords> = {
  en: {
    heading: 'Somebody proved who they are at Signet',
    what: 'On {date} somebody, probably you, proved their identity at Signet as the person to whom this letter is addressed. We tell you by letter, so that nobody does it in your name without your knowledge.',
    you: 'If it was you, you need not do anything.',
    notYou: 'If it was not you:',
    scan: 'Scan the square with a phone, and choose “It was not me”. The identity is frozen at once, and no agency gets anything from it any more. You need no account for that.',
    typed: 'Without a phone, type this address into a browser:',
    reference: 'Letter {serial}',
  },
  es: {
    heading: 'Alguien demostró su identidad ante Signet',
    what: 'El {date} alguien, probablemente usted, demostró ante Signet ser la persona a quien se dirige esta carta. Le avisamos por carta para que nadie lo haga en su nombre sin que usted lo sepa.',
    you: 'Si fue usted, no tiene que hacer nada.',
    notYou: 'Si no fue usted:',
    scan: 'Escanee el cuadrado con un teléfono y elija “No fui yo”. La identidad queda congelada de inmediato y ninguna agencia recibe nada más de ella. No necesita una cuenta para eso.',
    typed: 'Sin teléfono, escriba esta dirección en un navegador:',
    reference: 'Carta {serial}',
  },
};
