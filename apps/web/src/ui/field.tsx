import { type HTMLInputAutoCompleteAttribute, useId, useState } from 'react';
import { useLingui } from '@lingui/react/macro';

type Props = {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly type?: 'text' | 'email' | 'tel' | 'password';
  readonly inputMode?: 'text' | 'numeric' | 'tel' | 'email';
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly defaultValue?: string;
  readonly short?: boolean;
  /** Is told what stands in the field whenever it changes; it looks, and keeps nothing. */
  readonly onType?: (typed: string) => void;
};

/**
 * A labelled input. It is uncontrolled: what is typed stays in the field and is never copied into React's state. Nothing that is typed here is
 * prose: browsers would send it elsewhere to have its spelling looked at, a password too while it is shown.
 */
export function Field({
  label,
  name,
  hint,
  error,
  type = 'text',
  short = false,
  autoComplete,
  onType,
  ...input
}: Props) {
  const { t } = useLingui();
  const id = useId();
  const [shown, setShown] = useState(false);
  const isShown = type === 'password' && shown;
  const described = [
    hint === undefined ? [] : `${id}-hint`,
    error === undefined ? [] : `${id}-error`,
  ]
    .flat()
    .join(' ');
  return (
    <div
      className={`signet-field${short ? ' signet-field--short' : ''}${error === undefined ? '' : ' signet-field--wrong'}`}
    >
      <label htmlFor={`field-${name}`}>{label}</label>
      {hint !== undefined && (
        <div id={`${id}-hint`} className="signet-field__hint">
          {hint}
        </div>
      )}
      {error !== undefined && (
        <div id={`${id}-error`} className="signet-field__error">
          {error}
        </div>
      )}
      <input
        id={`field-${name}`}
        name={name}
        className="usa-input"
        type={isShown ? 'text' : type}
        // A browser that crashes or is closed keeps what stands in text fields on disk, to come back with it.
        autoComplete={isShown ? 'off' : autoComplete}
        spellCheck={false}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={described === '' ? undefined : described}
        autoCapitalize="none"
        onInput={(event) => onType?.(event.currentTarget.value)}
        {...input}
      />
      {type === 'password' && (
        <label className="signet-choice">
          <input type="checkbox" checked={shown} onChange={() => setShown(!shown)} />
          {t({ id: 'ui.show', message: 'Show what I type' })}
        </label>
      )}
    </div>
  );
}

/** A code of digits: one input, so that pasting and the phone's own suggestion work. */
export function CodeField(props: Pick<Props, 'label' | 'name' | 'hint' | 'error'>) {
  return <Field {...props} short inputMode="numeric" autoComplete="one-time-code" />;
}
