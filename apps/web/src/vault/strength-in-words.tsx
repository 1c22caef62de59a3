import { useEffect, useRef, useState } from 'react';
import { useLingui } from '@lingui/react/macro';
import {
  newPasswordMistake,
  useMistakeSentences,
  type NewPasswordMistake,
} from './new-password-mistake.ts';
import { lengthOf, passwordLength } from './password-rules.ts';
import { passwordStrength } from './password-strength.ts';

/** How long nobody types before something is said: a screen reader is not to speak at every key. */
const pause = 700;

/** What was found, without its words: those are the page's, which may be in another language by then. */
type Found =
  | { readonly length: number }
  | { readonly mistake: NewPasswordMistake }
  | ReturnType<typeof passwordStrength>
  | undefined;

/** Says in words how hard the password in the field is to guess. What is typed is looked at, and never kept. */
export function useStrengthInWords(email: string) {
  const inWords = useFoundInWords();
  const [found, setFound] = useState<Found>();
  const waiting = useRef(0);
  useEffect(() => () => clearTimeout(waiting.current), []);

  const weigh = (typed: string) => {
    clearTimeout(waiting.current);
    const turn = window.setTimeout(() => {
      void weighed(typed, email).then((now) => {
        if (waiting.current === turn) setFound(now);
      });
    }, pause);
    waiting.current = turn;
  };
  return { words: inWords(found), weigh };
}

async function weighed(typed: string, email: string): Promise<Found> {
  const length = lengthOf(typed);
  if (length === 0) return undefined;
  if (length < passwordLength.least) return { length };
  const mistake = await newPasswordMistake(typed, email);
  return mistake === undefined || mistake === 'unchecked' ? passwordStrength(typed) : { mistake };
}

/** Beneath the field; what changes in it is read aloud. */
export function StrengthInWords({ words }: { readonly words: string }) {
  return (
    <div className="signet-strength" aria-live="polite">
      {words !== '' && <p>{words}</p>}
    </div>
  );
}

function useFoundInWords() {
  const { t } = useLingui();
  const mistakes = useMistakeSentences();
  const { least } = passwordLength;
  return (found: Found): string => {
    if (found === undefined) return '';
    if ('mistake' in found) return mistakes[found.mistake];
    if ('length' in found) {
      const { length } = found;
      return t({
        id: 'password-strength.short',
        message: `Not long enough yet: ${length} of ${least} characters.`,
      });
    }
    const { strength, flaw } = found;
    const said = {
      weak: t({
        id: 'password-strength.weak',
        message: 'Weak: only a little harder to guess than those on a list.',
      }),
      fair: t({
        id: 'password-strength.fair',
        message: 'Fair: it stands a while against someone who tries many.',
      }),
      good: t({ id: 'password-strength.good', message: 'Good: hard to guess.' }),
      strong: t({ id: 'password-strength.strong', message: 'Strong: very hard to guess.' }),
    }[strength];
    const because = {
      repeats: t({
        id: 'password-strength.repeats',
        message: 'A part of it repeats, which adds next to nothing.',
      }),
      sequence: t({
        id: 'password-strength.sequence',
        message: 'Keys or numbers in a row add next to nothing.',
      }),
      year: t({ id: 'password-strength.year', message: 'A year adds very little.' }),
      few_parts: t({
        id: 'password-strength.few',
        message: 'Another word or two that do not belong with it would help most.',
      }),
    };
    return flaw === undefined ? said : `${said} ${because[flaw]}`;
  };
}
