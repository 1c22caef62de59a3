import type { Language } from '@signet/contracts/languages';

/** What the pages of the bff itself say, which come where those of the app cannot. A name is escaped by whoever puts it in. */
type PageTexts = {
  readonly cannotGoOn: string;
  readonly unknownAgency: string;
  readonly unregisteredAddress: string;
  readonly ourMistake: string;
  readonly tookTooLong: string;
  readonly notPossible: string;
  readonly nothingShared: string;
  readonly notSignedOut: string;
  readonly toSignet: string;
  readonly tellCode: string;
  readonly over: (name: string) => string;
  readonly overWhy: (name: string) => string;
  readonly overNothing: string;
  readonly backTo: (name: string) => string;
  readonly signOut: string;
  readonly signOutAsk: string;
  readonly signOutWhat: string;
  readonly stay: string;
  readonly stillIn: string;
  readonly stillInHere: string;
  readonly out: string;
  readonly close: string;
  readonly backToApp: string;
  readonly pressButton: (name: string) => string;
  readonly appOf: (name: string) => string;
  readonly nothingOpens: string;
  readonly notOnDevice: string;
  readonly website: (name: string) => string;
  readonly signedInStill: string;
  readonly signedOut: string;
  readonly appLearnsWhy: string;
};

export const pageTexts: Readonly<Record<Language, PageTexts>> = {
  en: {
    cannotGoOn: 'We cannot go on',
    unknownAgency: 'The agency that sent you here is not known to Signet.',
    unregisteredAddress:
      'The agency asked Signet to send you to an address that is not registered, so Signet did not.',
    ourMistake: 'Something went wrong on our side.',
    tookTooLong: 'This sign-in took too long, or it was begun in another browser.',
    notPossible: 'Signet cannot go on with what the agency asked.',
    nothingShared: 'Nothing was shared. Go back to the agency and start again.',
    notSignedOut:
      'You were not signed out of Signet. If you are signed in, you can sign out there.',
    toSignet: 'Go to Signet',
    tellCode: 'If it happens again, tell the agency this code:',
    over: (name) => `${name} cannot use Signet now`,
    overWhy: (name) =>
      `The agreement between ${name} and Signet is not in force, so Signet does not sign anybody in there.`,
    overNothing:
      'Nothing was shared. It is nothing that you did, and your account here is as it was.',
    backTo: (name) => `Go back to ${name}`,
    signOut: 'Sign out',
    signOutAsk: 'Sign out of Signet?',
    signOutWhat:
      'You will be signed out here and your vault will be locked. Agencies that you signed in to are told, if they want to be. At the others you stay signed in until you sign out there.',
    stay: 'Stay signed in',
    stillIn: 'You are still signed in',
    stillInHere: 'You are still signed in to Signet in this browser.',
    out: 'You are signed out',
    close: 'You can close this page.',
    backToApp: 'Go back to the app',
    pressButton: (name) =>
      `Press the button to go back. Your browser may ask whether it may open the app, or which one: choose the one of ${name}.`,
    appOf: (name) => `Back to the app of ${name}`,
    nothingOpens: 'If nothing opens',
    notOnDevice:
      'Then the app is not on this device, or your browser may not open it. Open the app yourself, where you have it, and begin there again. Or go to',
    website: (name) => `the website of ${name}`,
    signedInStill: 'You are still signed in to Signet.',
    signedOut: 'You are signed out of Signet.',
    appLearnsWhy: 'Nothing was shared. The app learns why.',
  },
  es: {
    cannotGoOn: 'No podemos continuar',
    unknownAgency: 'Signet no conoce a la agencia que le envió aquí.',
    unregisteredAddress:
      'La agencia pidió a Signet que le enviara a usted a una dirección que no está registrada, así que Signet no lo hizo.',
    ourMistake: 'Algo salió mal de nuestro lado.',
    tookTooLong: 'Este inicio de sesión tardó demasiado, o se empezó en otro navegador.',
    notPossible: 'Signet no puede continuar con lo que pidió la agencia.',
    nothingShared: 'No se compartió nada. Vuelva a la agencia y empiece de nuevo.',
    notSignedOut:
      'No se cerró su sesión en Signet. Si tiene una sesión abierta, puede cerrarla allí.',
    toSignet: 'Ir a Signet',
    tellCode: 'Si vuelve a suceder, dé a la agencia este código:',
    over: (name) => `${name} no puede usar Signet ahora`,
    overWhy: (name) =>
      `El acuerdo entre ${name} y Signet no está vigente, así que Signet no inicia allí la sesión de nadie.`,
    overNothing:
      'No se compartió nada. No es por nada que usted haya hecho, y su cuenta aquí está como estaba.',
    backTo: (name) => `Volver a ${name}`,
    signOut: 'Cerrar sesión',
    signOutAsk: '¿Cerrar la sesión en Signet?',
    signOutWhat:
      'Se cerrará su sesión aquí y su bóveda quedará cerrada. Se avisa a las agencias en las que inició sesión, si quieren saberlo. En las demás su sesión sigue abierta hasta que la cierre allí.',
    stay: 'Mantener la sesión',
    stillIn: 'Su sesión sigue abierta',
    stillInHere: 'Su sesión en Signet sigue abierta en este navegador.',
    out: 'Se cerró su sesión',
    close: 'Puede cerrar esta página.',
    backToApp: 'Volver a la aplicación',
    pressButton: (name) =>
      `Presione el botón para volver. Puede que su navegador pregunte si puede abrir la aplicación, o cuál: elija la de ${name}.`,
    appOf: (name) => `Volver a la aplicación de ${name}`,
    nothingOpens: 'Si no se abre nada',
    notOnDevice:
      'Entonces la aplicación no está en este dispositivo, o puede que su navegador no tenga permiso para abrirla. Abra usted la aplicación donde la tenga y empiece allí de nuevo. O vaya al',
    website: (name) => `sitio web de ${name}`,
    signedInStill: 'Su sesión en Signet sigue abierta.',
    signedOut: 'Se cerró su sesión en Signet.',
    appLearnsWhy: 'No se compartió nada. La aplicación sabrá por qué.',
  },
};
