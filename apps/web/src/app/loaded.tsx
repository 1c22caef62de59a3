import { type ReactNode, useEffect, useRef } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import type { CallProblem } from './call.ts';
import { problemText } from './problem-text.ts';
import { ReloadThisPage } from './reload-this-page.tsx';
import type { Reading } from './use-reading.ts';

/** What this page reads in vain until somebody signs in, which is where it leads when it is loaded anew. */
const needsSignIn: ReadonlySet<CallProblem['code']> = new Set([
  'signed_out',
  'second_factor_required',
  'password_change_due',
]);

/**
 * What a page reads; where it could not, what was wrong, and a button to read it again. Whoever pressed it goes on in what was loaded;
 * who was typing elsewhere is not taken from there.
 */
export function Loaded({
  problem,
  tries,
  again,
  children,
}: Reading & { readonly children?: ReactNode }) {
  const { t } = useLingui();
  const place = useRef<HTMLDivElement>(null);
  const had = useRef(problem);
  useEffect(() => {
    const isNews = problem === undefined ? had.current !== undefined : tries > 0;
    // What had the focus may be gone: the button, or what could not be read again. An answer elsewhere on the page keeps it.
    if (isNews && document.activeElement === document.body) place.current?.focus();
    had.current = problem;
  }, [problem, tries]);
  return (
    <div ref={place} className="signet-loaded" tabIndex={-1}>
      {problem !== undefined && (
        <Alert kind="error">
          {/* Another element each time, or nothing would be read out of the same words. */}
          <p key={tries} role="alert">
            {'message' in problem ? problem.message : problemText(problem)}
          </p>
          {'code' in problem && needsSignIn.has(problem.code) ? (
            <ReloadThisPage variant="outline">
              <Trans id="stop.sign-in">Sign in</Trans>
            </ReloadThisPage>
          ) : 'code' in problem && problem.code === 'page_outdated' ? (
            <ReloadThisPage variant="outline" />
          ) : (
            <Form
              onSubmit={again}
              waiting={t({ id: 'loaded.waiting', message: 'Loading it again…' })}
            >
              {({ busy }) => (
                <div className="signet-actions">
                  <Button variant="outline" busy={busy}>
                    <Trans id="loaded.again">Try again</Trans>
                  </Button>
                </div>
              )}
            </Form>
          )}
        </Alert>
      )}
      {children}
    </div>
  );
}
