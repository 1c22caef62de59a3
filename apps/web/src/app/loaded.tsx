import { type ReactNode, useEffect, useRef } from 'react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Alert } from '../ui/alert.tsx';
import { Button } from '../ui/button.tsx';
import { Form } from '../ui/form.tsx';
import { windowTitle } from '../ui/window-title.ts';
import type { CallProblem } from './call.ts';
import { problemText } from './problem-text.ts';
import type { Reading } from './use-reading.ts';

/** What this page reads in vain from now on. Loaded anew, it is a newer one, or leads to where one signs in or what comes first. */
const needsReload: ReadonlySet<CallProblem['code']> = new Set([
  'page_outdated',
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
    const isReadAgain = problem === undefined ? had.current !== undefined : tries > 1;
    // What had the focus may be gone: the button, or what could not be read again. An answer elsewhere on the page keeps it.
    if (isReadAgain && document.activeElement === document.body) place.current?.focus();
    had.current = problem;
  }, [problem, tries]);
  const isMissing = problem !== undefined;
  useEffect(() => (isMissing ? windowTitle.problem() : undefined), [isMissing]);
  return (
    <div ref={place} className="signet-loaded" tabIndex={-1}>
      {problem !== undefined && (
        <Alert kind="error">
          {/* Another element each time, or nothing would be read out of the same words. */}
          <p key={tries} role="alert">
            {'message' in problem ? problem.message : problemText(problem)}
          </p>
          {'code' in problem && needsReload.has(problem.code) ? (
            <div className="signet-actions">
              <Button type="button" variant="outline" onClick={() => location.reload()}>
                <Trans id="error.outdated.reload">Reload this page</Trans>
              </Button>
            </div>
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
