import { useState } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from 'react-router';
import type { LetterView } from '@signet/contracts/letter';
import { call } from '../app/call.ts';
import { Loaded } from '../app/loaded.tsx';
import { useReading } from '../app/use-reading.ts';
import { Page } from '../ui/page.tsx';
import { SummaryList } from '../ui/summary-list.tsx';
import { letterDay, useLetterTexts } from '../vault/letter-texts.tsx';

/** Every letter that was ever sent for this account, and what became of it. */
export function Component() {
  const { t } = useLingui();
  const { statusOf, noticeOf } = useLetterTexts();
  const [letters, setLetters] = useState<readonly LetterView[]>();
  const reading = useReading(async () => {
    const read = await call('readLetters', {});
    if (!read.ok) return read.error;
    setLetters(read.value.letters);
    return undefined;
  });
  return (
    <Page title={t({ id: 'letters.title', message: 'Letters we sent you' })}>
      <Loaded {...reading}>
        {letters?.length === 0 && (
          <p>
            <Trans id="letters.none">No letter was sent.</Trans>
          </p>
        )}
        {letters !== undefined && letters.length > 0 && (
          <>
            <SummaryList
              rows={letters.map((letter) => ({
                term: letterDay(letter.requestedAt),
                value: letter.purpose === 'notice' ? noticeOf(letter) : statusOf(letter).heading,
                ...(letter.mailedAt === null
                  ? {}
                  : {
                      note: t({
                        id: 'letters.mailed',
                        message: `Mailed on ${letterDay(letter.mailedAt)}`,
                      }),
                    }),
              }))}
            />
            <p>
              <Trans id="letters.intro">
                What stood in them we do not know: only the print shop could read them.
              </Trans>
            </p>
          </>
        )}
      </Loaded>
      <p>
        <Link to="/account">
          <Trans id="letters.back">Back to your account</Trans>
        </Link>
      </p>
    </Page>
  );
}
