import { type HTMLInputAutoCompleteAttribute, useId } from 'react';
import { useLingui } from '@lingui/react/macro';

type Props = {
  readonly label: string;
  readonly name: string;
  readonly options: readonly string[];
  readonly defaultValue?: string;
  readonly error?: string | undefined;
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
};

/** A labelled choice of one from many. Like `Field` it is uncontrolled. */
export function SelectField({ label, name, options, error, ...input }: Props) {
  const { t } = useLingui();
  const id = useId();
  return (
    <div
      className={`signet-field signet-field--short${error === undefined ? '' : ' signet-field--wrong'}`}
    >
      <label htmlFor={`field-${name}`}>{label}</label>
      {error !== undefined && (
        <div id={`${id}-error`} className="signet-field__error">
          {error}
        </div>
      )}
      <select
        id={`field-${name}`}
        name={name}
        className="usa-select"
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        {...input}
      >
        <option value="">{t({ id: 'ui.choose', message: 'Choose…' })}</option>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </div>
  );
}
