import type { Letter, Letters, TakenBack } from './letters.ts';

const takenBackWords: Readonly<Record<TakenBack, string>> = {
  passkey: 'llaves de acceso',
  totp: 'aplicaciones de autenticación',
  sms: 'el número de teléfono',
  'backup-codes': 'códigos de respaldo',
  address: 'direcciones de correo electrónico',
  'recovery-key': 'la clave de recuperación',
};
const listed = new Intl.ListFormat('es-US');
const wordsOf = (takenBack: readonly TakenBack[]) =>
  listed.format(takenBack.map((one) => takenBackWords[one]));
function takenBackOf({ takenBack = [] }: Letter): string {
  if (takenBack.length === 0) return '';
  const words = wordsOf(takenBack);
  return `Lo que se agregó o cambió desde ese inicio de sesión ya no funciona: ${words}. Agregue de nuevo lo que sea suyo. Si no queda ningún segundo paso, dígalo al iniciar sesión.\n\n`;
}
function goneOf({ takenBack = [] }: Letter): string {
  if (takenBack.length === 0) return '';
  return `Lo siguiente no se usó para hacerlo y ya no sirve para iniciar sesión: ${wordsOf(takenBack)}. Agréguelo de nuevo en su cuenta.\n\n`;
}

function broughtBackOf({ broughtBack = false }: Letter): string {
  return broughtBack
    ? 'Las direcciones de correo electrónico que se quitaron desde ese inicio de sesión están otra vez en la cuenta.\n\n'
    : '';
}

const dated = new Intl.DateTimeFormat('es-US', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
});
const sinceOf = ({ since }: Letter) =>
  since === undefined
    ? ''
    : `: se refiere a quien inició sesión desde el ${dated.format(since)} (UTC)`;
const onOf = ({ since }: Letter) =>
  since === undefined ? '' : `, el ${dated.format(since)} (UTC)`;
const untilOf = ({ until }: Letter) =>
  until === undefined ? '' : ` hasta el ${dated.format(until)} (UTC)`;

export const spanish: Letters = {
  'confirm-address': {
    subject: 'Confirme su dirección de correo electrónico',
    text: ({ link }) =>
      `Alguien, probablemente usted, pidió crear una cuenta de Signet con esta dirección.\n\nAbra este enlace para continuar. Funciona durante 24 horas, hasta que se elija una contraseña:\n\n${link}\n\nSi no fue usted, no tiene que hacer nada.\n`,
  },
  'address-has-account': {
    subject: 'Usted ya tiene una cuenta de Signet',
    text: ({ link }) =>
      `Alguien, probablemente usted, intentó crear una cuenta de Signet con esta dirección. Usted ya tiene una.\n\nInicie sesión aquí:\n\n${link}\n\nSi no fue usted, no tiene que hacer nada; no se cambió nada.\n`,
  },
  'identity-suspended': {
    subject: 'Se suspendió su identidad verificada',
    text: ({ link }) =>
      `Su identidad verificada en Signet se suspendió hace un momento: hasta que esto se resuelva no se puede compartir con agencias, y las que lo comprueban ven que está suspendida. Nadie más que usted puede leerla, y su cuenta se sigue abriendo.\n\nVea su cuenta aquí:\n\n${link}\n`,
  },
  'identity-reinstated': {
    subject: 'Puede usar otra vez su identidad verificada',
    text: ({ link }) =>
      `La suspensión de su identidad verificada en Signet terminó. Puede compartirla otra vez.\n\n${link}\n`,
  },
  'password-changed': {
    subject: 'Se cambió su contraseña de Signet',
    text: ({ link }) =>
      `La contraseña de su cuenta de Signet se cambió hace un momento, y se cerró la sesión en todos los demás lugares. Los demás navegadores y dispositivos son otra vez nuevos para Signet: le escribimos cuando se inicie sesión en uno de ellos.\n\nSi no fue usted, use de inmediato su clave de recuperación para elegir otra contraseña:\n\n${link}\n`,
  },
  'recovery-key-used': {
    subject: 'Se usó su clave de recuperación de Signet',
    text: ({ link }) =>
      `Alguien, probablemente usted, ingresó hace un momento la clave de recuperación de su cuenta de Signet para elegir una contraseña nueva. Todavía no se cambió nada, y sin un segundo paso no se abre nada. Hasta que haya una contraseña nueva no se comparte nada suyo con ninguna agencia.\n\nSi no fue usted, inicie sesión de inmediato, elija otra contraseña y cree una clave de recuperación nueva:\n\n${link}\n`,
  },
  'recovery-key-changed': {
    subject: 'Se cambió su clave de recuperación de Signet',
    text: ({ link }) =>
      `Hace un momento se creó una clave de recuperación nueva para su cuenta de Signet. La anterior ya no se acepta. Quien la tenga, y tenga además una copia de su bóveda de antes, todavía podría abrir esa copia. Si teme que sea así, cambie las cerraduras de su bóveda en su cuenta: lo que guarde desde entonces queda cerrado para la clave anterior, con copia o sin ella.\n\nSi no fue usted, inicie sesión de inmediato y elija otra contraseña:\n\n${link}\n`,
  },
  'second-factor-added': {
    subject: 'Se agregó un segundo paso a su cuenta de Signet',
    text: ({ link }) =>
      `Hace un momento se agregó a su cuenta de Signet una llave de acceso, una aplicación de autenticación, un número de teléfono o códigos de respaldo.\n\nSi no fue usted, inicie sesión de inmediato, quítelo y elija otra contraseña:\n\n${link}\n`,
  },
  'second-factor-removed': {
    subject: 'Se quitó un segundo paso de su cuenta de Signet',
    text: ({ link }) =>
      `Hace un momento se quitó de su cuenta de Signet una llave de acceso, una aplicación de autenticación, un número de teléfono o códigos de respaldo.\n\nSi no fue usted, inicie sesión de inmediato y elija otra contraseña:\n\n${link}\n`,
  },
  'backup-codes-low': {
    subject: 'Quedan pocos códigos de respaldo',
    text: ({ link }) =>
      `Hace un momento se usó un código de respaldo para iniciar sesión en su cuenta de Signet. Quedan dos o menos. Puede crear códigos nuevos aquí:\n\n${link}\n\nSi no fue usted quien inició sesión, elija de inmediato otra contraseña.\n`,
  },
  'codes-off-elsewhere': {
    subject: 'En navegadores nuevos ya no se aceptan códigos para su cuenta de Signet',
    text: (letter) =>
      `Se ingresaron cien códigos incorrectos seguidos para su cuenta de Signet en navegadores que no reconocemos. Allí ya no se acepta ningún código de una aplicación de autenticación, de respaldo o por mensaje de texto${untilOf(letter)}. Siguen funcionando en los navegadores que usted ya usó, y una llave de acceso funciona en todas partes.\n\nSi no fue usted, alguien sabe su contraseña. Inicie sesión con un navegador que ya usó, o con una llave de acceso, y elija otra contraseña: entonces los códigos funcionan otra vez en todas partes. Si no puede hacer ninguna de las dos cosas, ingrese su contraseña y elija “Perdí todo esto”; eso toma un día:\n\n${letter.link}\n`,
  },
  'codes-off-in-browser': {
    subject: 'En un navegador ya no se aceptan códigos para su cuenta de Signet',
    text: (letter) =>
      `Se ingresaron cien códigos incorrectos seguidos para su cuenta de Signet en un navegador que usted ya usó. Allí ya no se acepta ningún código de una aplicación de autenticación, de respaldo o por mensaje de texto${untilOf(letter)}. Siguen funcionando en otros navegadores, y una llave de acceso funciona en todas partes.\n\nSi no fue usted, alguien que sabe su contraseña está usando un navegador suyo. Inicie sesión con otro navegador, o con una llave de acceso, y elija otra contraseña: entonces los códigos funcionan otra vez en todas partes. Si no puede hacer ninguna de las dos cosas, ingrese su contraseña y elija “Perdí todo esto”; eso toma un día:\n\n${letter.link}\n`,
  },
  'confirm-new-address': {
    subject: 'Confirme esta dirección de correo electrónico',
    text: ({ link }) =>
      `Alguien, probablemente usted, agregó esta dirección a una cuenta de Signet.\n\nAbra este enlace para confirmarla. Funciona una vez, durante 24 horas:\n\n${link}\n\nSi no fue usted, no tiene que hacer nada.\n`,
  },
  'address-in-use': {
    subject: 'Esta dirección ya tiene una cuenta de Signet',
    text: ({ link }) =>
      `Alguien, probablemente usted, intentó agregar esta dirección a una cuenta de Signet. Ya pertenece a una, así que no se cambió nada.\n\nPuede iniciar sesión aquí en la cuenta a la que pertenece:\n\n${link}\n`,
  },
  'email-added': {
    subject: 'Se agregó una dirección a su cuenta de Signet',
    text: ({ link }) =>
      `Hace un momento se agregó otra dirección de correo electrónico a su cuenta de Signet, y se confirmó.\n\nSi no fue usted, inicie sesión de inmediato, quítela y elija otra contraseña:\n\n${link}\n`,
  },
  'email-removed': {
    subject: 'Se quitó una dirección de su cuenta de Signet',
    text: ({ link }) =>
      `Hace un momento se quitó una dirección de correo electrónico de su cuenta de Signet. Puede ser la dirección a la que llegó este correo.\n\nSi no fue usted, abra el enlace de nuestro último correo sobre un navegador nuevo: se cierra la sesión en todas partes, y la dirección vuelve si era la más antigua de las suyas y se quitó en un navegador nuevo. El enlace funciona una vez, durante una semana después de ese inicio de sesión. Ya no funciona si otro tomó su lugar, que enviamos a las direcciones que quedan, o si alguien dijo de un inicio de sesión anterior que no fue suyo. Si no tiene ninguno que funcione, inicie sesión de inmediato con otra de sus direcciones y elija otra contraseña:\n\n${link}\n`,
  },
  'address-taken-off': {
    subject: 'Esta dirección se quitó de una cuenta de Signet',
    text: (letter) =>
      `Alguien que lee una dirección más antigua de la cuenta abrió el enlace de nuestro correo sobre un navegador nuevo, y dijo que el inicio de sesión no fue suyo. Por eso se quitaron de la cuenta las direcciones que se agregaron desde entonces, también esta, y se cerró la sesión en todas partes. Ya no escribimos a esta dirección.\n\n${broughtBackOf(letter)}Si la cuenta es suya, inicie sesión de inmediato: con la dirección más antigua, su contraseña y un segundo paso que ya tenía antes de ese inicio de sesión. Después elija otra contraseña y agregue de nuevo esta dirección. Quien lee la dirección más antigua puede pedir un restablecimiento, que toma un día, o dos sin segundo paso; iniciar sesión lo detiene.\n\n${letter.link}\n\nDurante una semana después de cada inicio de sesión con un navegador nuevo, quien lee la dirección más antigua puede volver a hacer lo mismo. Quítela en un navegador que usted haya usado durante más de una semana, y ya no vuelve.\n`,
  },
  'email-made-primary': {
    subject: 'Se cambió la dirección principal de su cuenta de Signet',
    text: ({ link }) =>
      `Ahora otra de sus direcciones de correo electrónico es la principal de su cuenta de Signet: usted inicia sesión con ella. Cada agencia sigue recibiendo la dirección que usted aceptó compartir con ella.\n\nSi no fue usted, inicie sesión de inmediato y elija otra contraseña:\n\n${link}\n`,
  },
  'reset-without-account': {
    subject: 'Ninguna cuenta de Signet tiene esta dirección',
    text: ({ link }) =>
      `Alguien, probablemente usted, pidió restablecer una cuenta de Signet con esta dirección. Ninguna cuenta la tiene.\n\nTal vez usted creó la cuenta con otra dirección. También puede crear una cuenta aquí:\n\n${link}\n\nSi no fue usted, no tiene que hacer nada.\n`,
  },
  'reset-begun': {
    subject: 'Su cuenta de Signet se podrá restablecer en 24 horas',
    text: ({ link }) =>
      `Alguien, probablemente usted, pidió restablecer su cuenta de Signet porque se perdieron tanto la contraseña como la clave de recuperación. En 24 horas le enviaremos un enlace para continuar. Al restablecerla se destruye lo que hay en su bóveda; usted tendría que demostrar otra vez quién es.\n\nSi no fue usted, o si encontró su contraseña o su clave de recuperación, deténgalo aquí:\n\n${link}\n`,
  },
  'reset-ready': {
    subject: 'Ya puede restablecer su cuenta de Signet',
    text: ({ link }) =>
      `Pasaron las 24 horas. Con este enlace puede elegir una contraseña nueva durante los próximos dos días. Lo que hay en su bóveda se destruye cuando lo haga:\n\n${link}\n\nSi encontró su contraseña o su clave de recuperación, simplemente inicie sesión; eso detiene el restablecimiento. Si su contraseña dejó de aceptarse porque se ingresó mal demasiadas veces, abra primero este enlace y después inicie sesión con ella en el mismo navegador.\n`,
  },
  'new-second-factor-begun': {
    subject: 'Un segundo paso nuevo para su cuenta de Signet en 24 horas',
    text: ({ link }) =>
      `Alguien que sabe la contraseña de su cuenta de Signet, probablemente usted, dijo que se perdieron todos los segundos pasos. En 24 horas le enviaremos un enlace para configurar uno nuevo.\n\nSi no fue usted, alguien sabe su contraseña: deténgalo aquí de inmediato, inicie sesión y elija otra contraseña:\n\n${link}\n`,
  },
  'new-second-factor-ready': {
    subject: 'Ya puede configurar un segundo paso nuevo',
    text: ({ link }) =>
      `Pasaron las 24 horas. Abra este enlace durante los próximos dos días y después inicie sesión con su contraseña, en el mismo navegador. Allí elige un segundo paso nuevo, y los anteriores dejan de funcionar cuando lo tenga:\n\n${link}\n\nSi encontró su segundo paso, simplemente inicie sesión con él; eso detiene todo esto.\n`,
  },
  'everything-lost-begun': {
    subject: 'Su cuenta de Signet se abrirá sin su segundo paso en 24 horas',
    text: ({ link }) =>
      `Alguien que abrió el enlace para restablecer su cuenta de Signet, probablemente usted, dijo que también se perdieron todos los segundos pasos. En 24 horas le enviaremos otro enlace. Entonces quien lea su correo electrónico puede quedarse con la cuenta, con una contraseña nueva y un segundo paso nuevo. Lo que hay en su bóveda no se abre con eso, sino que se destruye, y hay que demostrar otra vez quién es usted.\n\nSi no fue usted, alguien lee su correo electrónico. Detenga esto aquí de inmediato, también el restablecimiento, inicie sesión, quite esta dirección de su cuenta y elija otra contraseña para su correo electrónico:\n\n${link}\n`,
  },
  'everything-lost-ready': {
    subject: 'Ya puede restablecer su cuenta de Signet sin un segundo paso',
    text: ({ link }) =>
      `Pasaron las segundas 24 horas. Abra pronto este enlace y después, en el mismo navegador, el enlace del restablecimiento que le enviamos hace un día. Lo que hay en su bóveda se destruye, usted elige una contraseña nueva y un segundo paso nuevo, y los anteriores dejan de funcionar cuando lo tenga:\n\n${link}\n\nSi encontró su contraseña y su segundo paso, simplemente inicie sesión; eso detiene todo esto.\n`,
  },
  'passkey-opens-vault': {
    subject: 'Ahora una llave de acceso abre su bóveda de Signet',
    text: ({ link }) =>
      `Desde hace un momento, una llave de acceso de su cuenta de Signet puede abrir su bóveda sin la contraseña, y se cerró la sesión en todos los demás lugares.\n\nSi no fue usted, inicie sesión de inmediato, quite la llave de acceso y elija otra contraseña:\n\n${link}\n`,
  },
  'new-device': {
    subject: 'Se inició sesión en su cuenta de Signet con un navegador nuevo',
    text: ({ link }) =>
      `Alguien inició sesión hace un momento en su cuenta de Signet con un navegador que no reconocemos: no se usó para esa cuenta en el último año, o no desde que se cerraron todas las sesiones por su seguridad.\n\nSi fue usted, no tiene que hacer nada.\n\nSi no fue usted, abra este enlace. Se cierra la sesión en todas partes, y hay que elegir una contraseña nueva antes de que se comparta algo:\n\n${link}\n`,
  },
  'new-device-link': {
    subject: '¿Fue usted quien inició sesión en su cuenta de Signet?',
    text: (letter) =>
      `Se quitó una dirección de su cuenta de Signet. Los enlaces de nuestros últimos correos sobre navegadores nuevos, que también llegaron a esa dirección, ya no funcionan. Este toma su lugar${sinceOf(letter)}.\n\nSi fue usted quien inició sesión, no tiene que hacer nada.\n\nSi no fue usted, abra este enlace. Se cierra la sesión en todas partes, y hay que elegir una contraseña nueva antes de que se comparta algo:\n\n${letter.link}\n`,
  },
  'sign-in-disavowed': {
    subject: 'Se cerró la sesión de su cuenta de Signet en todas partes',
    text: (letter) =>
      `Alguien abrió el enlace de nuestro correo y dijo que un inicio de sesión no fue suyo. Se cerró la sesión en todas partes, y quien inicie sesión la próxima vez tiene que elegir una contraseña nueva.\n\n${takenBackOf(letter)}${broughtBackOf(letter)}Hágalo aquí, ahora. Revise también sus segundos pasos, y quite los que no conozca:\n\n${letter.link}\n`,
  },
  'agency-suspects': {
    subject: 'Es posible que otra persona esté usando su cuenta de Signet',
    text: ({ link }) =>
      `Una agencia con la que usted usa Signet sospecha que otra persona inició sesión en su nombre. Para protegerle, se cerró la sesión en todas partes, y quien inicie sesión la próxima vez tiene que elegir una contraseña nueva.\n\nHágalo aquí, ahora. Revise también sus segundos pasos, y quite los que no conozca:\n\n${link}\n`,
  },
  'wait-running': {
    subject: 'El cambio de su cuenta de Signet ya está en marcha',
    text: ({ link }) =>
      `Alguien, probablemente usted, pidió una vez más aquello sobre lo que ya le escribimos. Las 24 horas se siguen contando desde la primera vez, y el enlace de nuestro primer correo a esta dirección sobre eso todavía lo detiene.\n\nSi encontró lo que se había perdido, inicie sesión; eso también lo detiene:\n\n${link}\n`,
  },
  'wait-begun-before': {
    subject: 'Está en marcha un cambio de su cuenta de Signet',
    text: (letter) =>
      `Desde hace un momento esta dirección pertenece a una cuenta de Signet. Antes de eso${onOf(letter)}, alguien, probablemente usted, dijo que se perdió lo que abre la cuenta, la contraseña junto con la clave de recuperación o todos los segundos pasos, y pidió algo nuevo en su lugar. Eso toma 24 horas. Escribimos sobre ello a las direcciones que la cuenta tenía entonces.\n\nSi no fue usted, o si encontró lo que se había perdido, deténgalo aquí:\n\n${letter.link}\n`,
  },
  'wait-stopped': {
    subject: 'Se detuvo el cambio de su cuenta de Signet',
    text: ({ link }) =>
      `Lo que alguien había pedido para su cuenta de Signet se detuvo hace un momento. No se cambió nada.\n\nSi lo pidió otra persona, inicie sesión y elija otra contraseña:\n\n${link}\n`,
  },
  'second-factors-taken-off': {
    subject: 'Se quitaron los segundos pasos de su cuenta de Signet',
    text: ({ link }) =>
      `Alguien que esperó 24 horas, abrió el enlace de nuestro correo y sabe su contraseña, o esperó también un restablecimiento, puso hace un momento un segundo paso nuevo en el lugar de todos los demás de su cuenta de Signet.\n\nSi no fue usted, use de inmediato su clave de recuperación para elegir otra contraseña:\n\n${link}\n`,
  },
  'vault-replaced': {
    subject: 'Se restableció su cuenta de Signet',
    text: (letter) =>
      `Desde hace un momento su cuenta de Signet tiene una contraseña nueva y una bóveda vacía. Lo que había en la bóveda anterior se destruyó, y su clave de recuperación es otra.\n\n${goneOf(letter)}Si no fue usted, avise a las agencias con las que usa Signet, e inicie sesión si puede:\n\n${letter.link}\n`,
  },
  'identity-proved': {
    subject: 'Se demostró su identidad ante Signet',
    text: ({ link }) =>
      `Alguien, probablemente usted, demostró hace un momento ante Signet quién es usted, con su identificación y sus datos. Lo que se verificó está cifrado con claves que solo tiene quien es dueño de la cuenta; no dé a nadie su contraseña ni su clave de recuperación.\n\nSi fue usted, no tiene que hacer nada.\n\nSi no fue usted, abra este enlace. Congela lo que se demostró, para que ninguna agencia reciba nada de ello:\n\n${link}\n`,
  },
  'identity-proved-link': {
    subject: '¿Fue usted quien demostró su identidad ante Signet?',
    text: ({ link }) =>
      `Se quitó una dirección de su cuenta de Signet. El enlace de nuestro correo sobre la comprobación de su identidad, que también llegó a esa dirección, deja de funcionar una semana después de que lo enviamos. Este toma su lugar.\n\nSi fue usted quien demostró su identidad, no tiene que hacer nada.\n\nSi no fue usted, abra este enlace. Congela lo que se demostró, para que ninguna agencia reciba nada de ello:\n\n${link}\n`,
  },
  'identity-frozen': {
    subject: 'La identidad de su cuenta de Signet está congelada',
    text: ({ link }) =>
      `Alguien que recibió nuestro aviso de que se comprobó una identidad dijo que no fue quien lo hizo. Ya no se comparte nada con ninguna agencia, y se cerró la sesión en todas partes.\n\nSi esta cuenta es suya, inicie sesión y demuestre otra vez quién es. Dos personas lo revisan entonces, y si lo aprueban, la identidad se descongela:\n\n${link}\n\nSi usted no conoce esta cuenta, no tiene que hacer nada. Avise a las agencias con las que trata.\n`,
  },
  'review-decided': {
    subject: 'Revisamos su solicitud',
    text: ({ link }) =>
      `Dos personas revisaron su solicitud en Signet y tomaron una decisión. Inicie sesión para ver qué decidieron y cómo continuar:\n\n${link}\n`,
  },
  'letter-requested': {
    subject: 'Se encargó una carta con su código de Signet',
    text: ({ link }) =>
      `Alguien, probablemente usted, pidió una carta con un código para confirmar la dirección de una identificación. La entregaremos a la imprenta en menos de un día, y le escribiremos cuando se envíe.\n\nAquí puede ver cómo va, enviar otra o usar un teléfono en su lugar:\n\n${link}\n\nSi no fue usted, inicie sesión, cancélela y elija otra contraseña.\n`,
  },
  'letter-mailed': {
    subject: 'Su carta de Signet ya se envió',
    text: ({ link }) =>
      `La carta con su código se entregó al correo. Debería llegarle en tres a siete días, y fuera de los 48 estados en un máximo de catorce.\n\nCuando llegue, escanee el cuadrado que trae, o ingrese el código aquí:\n\n${link}\n`,
  },
  'letter-reminder': {
    subject: '¿Llegó su carta de Signet?',
    text: ({ link }) =>
      `Hace unos días se le envió por correo una carta con un código. Todavía no lo ha ingresado. La carta dice hasta cuándo funciona.\n\nIngréselo aquí, o pida otra carta si no llegó:\n\n${link}\n`,
  },
  'letter-expired': {
    subject: 'El código de su carta de Signet venció',
    text: ({ link }) =>
      `El código que le enviamos por correo postal no se ingresó a tiempo y ya no funciona. Es posible que lo que demostró hasta ahora también sea demasiado antiguo.\n\nAquí puede pedir otra carta o usar un teléfono:\n\n${link}\n`,
  },
  'letter-returned': {
    subject: 'Su carta de Signet fue devuelta',
    text: ({ link }) =>
      `El correo no pudo entregar la carta con su código, y fue devuelta. Su código ya no funciona.\n\nSi se mudó, empiece otra vez con fotos de su identificación e ingrese su dirección nueva durante el proceso; no hace falta que su identificación la muestre. O envíe otra carta, o use un teléfono:\n\n${link}\n`,
  },
  'letter-refused': {
    subject: 'Su carta de Signet no se pudo imprimir',
    text: ({ link }) =>
      `La imprenta no aceptó la carta con su código, así que nunca se envió. Es un problema nuestro, no suyo. No llegará ningún código.\n\nAquí puede pedir otra carta o usar un teléfono:\n\n${link}\n`,
  },
  'account-deleted': {
    subject: 'Se eliminó su cuenta de Signet',
    text: ({ link }) =>
      `Su cuenta de Signet y todo lo que había en ella se eliminaron hace un momento. Lo que las agencias recibieron antes de usted se queda con ellas.\n\nPuede crear una cuenta nueva en cualquier momento:\n\n${link}\n`,
  },
  'language-changed': {
    subject: 'Desde ahora le escribimos en otro idioma',
    text: ({ link }) =>
      `Hace un momento se eligió otro idioma para su cuenta de Signet. Desde ahora le escribimos en ese idioma.\n\nSi no fue usted, inicie sesión de inmediato, elija de nuevo su idioma y otra contraseña:\n\n${link}\n`,
  },
};
