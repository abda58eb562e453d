import { Radio, RadioGroup } from 'react-aria-components';

interface SegmentedProps<T extends string> {
  readonly name: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few, all in sight: macOS's segmented control. */
export function Segmented<T extends string>({ name, value, choices, onChange }: SegmentedProps<T>) {
  const choose = (chosen: string) => {
    const choice = choices.find((each) => each.value === chosen);
    if (choice !== undefined) onChange(choice.value);
  };
  return (
    <RadioGroup
      className="segmented"
      aria-label={name}
      orientation="horizontal"
      value={value}
      onChange={choose}
    >
      {choices.map((choice) => (
        <Radio key={choice.value} value={choice.value} className="segment">
          {choice.label}
        </Radio>
      ))}
    </RadioGroup>
  );
}
