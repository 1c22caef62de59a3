import { Trans } from '@lingui/react/macro';

/** "Step 2 of 5: Your ID". The bar repeats it for the eye only. */
export function StepIndicator({
  steps,
  current,
}: {
  readonly steps: readonly string[];
  readonly current: number;
}) {
  const count = steps.length;
  const number = current + 1;
  const name = steps[current] ?? '';
  return (
    <div className="signet-steps">
      <div className="signet-steps__bar" aria-hidden="true">
        {steps.map((step, at) => (
          <span
            key={step}
            className={at < current ? 'is-done' : at === current ? 'is-here' : undefined}
          />
        ))}
      </div>
      <p>
        <Trans id="ui.step">
          Step {number} of {count}: {name}
        </Trans>
      </p>
    </div>
  );
}
