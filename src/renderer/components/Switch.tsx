import { Switch as AriaSwitch } from 'react-aria-components';

interface SwitchProps {
  /** What a screen reader calls it. */
  readonly name: string;
  readonly on: boolean;
  readonly enabled?: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Switch({ name, on, enabled = true, onChange }: SwitchProps) {
  return (
    <AriaSwitch
      className="switch"
      aria-label={name}
      isSelected={on}
      isDisabled={!enabled}
      onChange={onChange}
    >
      <span className="track">
        <span className="knob" />
      </span>
    </AriaSwitch>
  );
}
