import { languageCookie, type Language } from '@signet/contracts/languages';
import { call, type CallProblem } from './call.ts';
import { pageAccount } from './page-account.ts';
import { speak } from './speak.ts';

const aYear = 365 * 24 * 60 * 60;

let told: Promise<unknown> = Promise.resolve();

/**
 * The person's own choice, in the middle of whatever they do: the page stays, and so do what was typed and an open vault. It holds for
 * the next visit of this browser, and whoever is signed in is written to in it (LANG-1, LANG-2). Throws where its texts do not come.
 */
export async function speakFromNowOn(language: Language): Promise<void> {
  const spoken = speak(language);
  told = spoken.then(
    () => (pageAccount() === undefined ? undefined : writeToMeIn(language)),
    () => undefined,
  );
  await spoken;
  document.cookie = `${languageCookie}=${language}; Path=/; Max-Age=${aYear}; Secure; SameSite=Lax`;
}

/** What e-mail is written in from now on, or why it is not. After the choice of a page nobody is told: the account page goes on saying what it is. */
export async function writeToMeIn(language: Language): Promise<CallProblem | undefined> {
  const chosen = await call('chooseLanguage', { language });
  return chosen.ok ? undefined : chosen.error;
}

/** Once a choice that is on its way has arrived, or failed. */
export async function languageOfLetters(): Promise<Language | undefined> {
  await told;
  const read = await call('readLanguage', {});
  return read.ok ? read.value.language : undefined;
}
