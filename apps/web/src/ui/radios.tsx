type Option = { readonly value: string; readonly label: string };

/** One of a few; the first is chosen to begin with. */
export function Radios({
  legend,
  name,
  options,
}: {
  readonly legend: string;
  readonly name: string;
  readonly options: readonly [Option, ...Option[]];
}) {
  return (
    <fieldset className="signet-field signet-field--group">
      <legend>{legend}</legend>
      {options.map(({ value, label }, at) => (
        <label key={value} className="signet-choice">
          <input type="radio" name={name} value={value} defaultChecked={at === 0} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
