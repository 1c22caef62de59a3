import { useEffect, useRef, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import type { Language } from '@signet/contracts/languages';
import { problemText } from '../app/problem-text.ts';
import { languageOfLetters, writeToMeIn } from '../app/choose-language.ts';
import { spokenHere } from '../app/speak.ts';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import type { SummaryRow } from '../ui/summary-list.tsx';
import { usePartOfPage } from '../ui/use-part-of-page.ts';

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
  // The button goes with what it changed: what became of it is read out in its place.
  const place = useRef<HTMLSpanElement>(null);
  usePartOfPage(letters, (_now, before) => (before === undefined ? null : place.current));
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
    const problem = await writeToMeIn(page);
    if (problem !== undefined) return [{ message: problemText(problem) }];
    setLetters(page);
    return [];
  };
  return [
    {
      term: t({ id: 'account.language', message: 'Language' }),
      value: (
        <span ref={place} tabIndex={-1}>
          {said[letters]}
        </span>
      ),
      ...(page === letters
        ? {}
        : {
            action: (
              <Form
                onSubmit={change}
                waiting={t({ id: 'recovery.waiting', message: 'One moment…' })}
              >
                {({ busy }) => (
                  <Button variant="plain" busy={busy}>
                    {asks[page]}
                  </Button>
                )}
              </Form>
            ),
          }),
    },
  ];
}
