import { useLingui } from '@lingui/react/macro';
import { phases, steps, type StepPath } from './steps.ts';

/** "Step 2 of 5: Your ID", for a page of the wizard. */
export function usePhase(path: StepPath | 'recovery-key') {
  const { t } = useLingui();
  const names = {
    ready: t({ id: 'phase.ready', message: 'Get ready' }),
    id: t({ id: 'phase.id', message: 'Your ID' }),
    information: t({ id: 'phase.information', message: 'Your information' }),
    phone: t({ id: 'phase.address', message: 'Phone or letter' }),
    keep: t({ id: 'phase.keep', message: 'Keep it safe' }),
  };
  const phase =
    path === 'recovery-key' ? 'keep' : (steps.find((one) => one.path === path)?.phase ?? 'ready');
  return { steps: phases.map((one) => names[one]), current: phases.indexOf(phase) };
}
