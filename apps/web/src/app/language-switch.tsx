import { useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import { languages, type Language } from '@signet/contracts/languages';
import { speakFromNowOn } from './choose-language.ts';
import { problemText } from './problem-text.ts';
import { noAnswer } from './no-answer.ts';

/** Each by its own name, which whoever looks for it can read. */
const ownNames: Readonly<Record<Language, string>> = { en: 'English', es: 'Español' };

/** On every page: the other languages. Where one was chosen, whoever does not see the page is told so in it. */
export function LanguageSwitch() {
  const { t, i18n } = useLingui();
  const [said, say] = useState<'chosen' | 'not there'>();
  const others = languages.filter((one) => one !== i18n.locale);
  return (
    <>
      {others.map((language, at) => (
        <button
          // The same button goes on as the way back, and keeps the focus.
          key={at}
          type="button"
          className="signet-header__language"
          lang={language}
          onClick={() => {
            speakFromNowOn(language).then(
              () => say('chosen'),
              () => say('not there'),
            );
          }}
        >
          {ownNames[language]}
        </button>
      ))}
      <span className={said === 'not there' ? undefined : 'usa-sr-only'} role="status">
        {said === 'chosen' && t({ id: 'shell.language', message: 'This page is in English now.' })}
        {said === 'not there' && problemText(noAnswer())}
      </span>
    </>
  );
}
