import { useEffect, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import type { Language } from '@signet/contracts/languages';
import { languageOfLetters, writeToMeIn } from '../app/choose-language.ts';
import { spokenHere } from '../app/speak.ts';
import { Button } from '../ui/button.tsx';
import type { SummaryRow } from '../ui/summary-list.tsx';

/** What language the account is written to in, and how that becomes the page's; nothing where that cannot be read. */
export function useLetterLanguage(): readonly SummaryRow[] {
  const { t, i18n } = useLingui();
  const [letters, setLetters] = useState<Language>();
  const spoken = i18n.locale;
  useEffect(() => {
    let current = true;
    void languageOfLetters().then((language) => current && setLetters(language));
    return () => {
      current = false;
    };
    // Whoever chose another language while they are here may be written to in it since.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [spoken]);
  if (letters === undefined) return [];
  const said: Record<Language, string> = {
    en: t({ id: 'account.language.en', message: 'We write to you in English' }),
    es: t({ id: 'account.language.es', message: 'We write to you in Spanish' }),
  };
  const asks: Record<Language, string> = {
    en: t({ id: 'account.language.write.en', message: 'Write to me in English' }),
    es: t({ id: 'account.language.write.es', message: 'Write to me in Spanish' }),
  };
  const page = spokenHere();
  const change = async () => {
    await writeToMeIn(page);
    setLetters(await languageOfLetters());
  };
  return [
    {
      term: t({ id: 'account.language', message: 'Language' }),
      value: said[letters],
      ...(page === letters
        ? {}
        : {
            action: (
              <Button type="button" variant="plain" onClick={() => void change()}>
                {asks[page]}
              </Button>
            ),
          }),
    },
  ];
}
