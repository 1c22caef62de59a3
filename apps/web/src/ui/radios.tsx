type Option = {
  readonly value: string;
  readonly label: string;
  /** Of the label, where it is another than the page's. */
  readonly lang?: string;
};

/** One of a few; the first is chosen to begin with, unless another is named. */
export function Radios({
  legend,
  name,
  options,
  chosen = options[0].value,
}: {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly [Option, ...Option[]];
  readonly chosen?: string;
}) {
  return (
    <fieldset className="signet-field signet-field--group">
      <legend>{legend}</legend>
      {options.map(({ value, label, lang }) => (
        <label key={value} className="signet-choice">
          <input type="radio" name={name} value={value} defaultChecked={value === chosen} />
          <span lang={lang}>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
