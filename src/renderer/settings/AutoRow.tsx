import { Segmented } from '../components/Segmented';
import { TextField } from '../components/TextField';
import type { OwnOrAuto } from './draft';
import { FormRow } from './FormRow';

interface AutoRowProps {
  readonly label: string;
  readonly field: string;
  readonly value: OwnOrAuto;
  readonly onChange: (value: OwnOrAuto) => void;
  /** What automatic comes to here, e.g. "14, all of this Mac". */
  readonly auto: string;
  readonly error: string | undefined;
  readonly placeholder?: string;
  readonly numeric?: boolean;
}

export const autoChoices = [
  { value: 'auto', label: 'Automatic' },
  { value: 'own', label: 'Own' },
] as const;

/** A setting that Raybar finds by itself unless the owner gives a value. */
export function AutoRow({ label, field, value, onChange, auto, error, placeholder, numeric }: AutoRowProps) {
  return (
    <FormRow label={label} field={field}>
      <div className="auto-control">
        <Segmented
          name={`${label}: automatic or own`}
          value={value.auto ? 'auto' : 'own'}
          choices={autoChoices}
          onChange={(choice) => onChange({ ...value, auto: choice === 'auto' })}
        />
        {value.auto ? (
          <span className="dim breakable auto-means">{auto}</span>
        ) : (
          <TextField
            label={label}
            labelHidden
            value={value.own}
            onChange={(own) => onChange({ ...value, own })}
            error={error}
            {...(placeholder === undefined ? {} : { placeholder })}
            {...(numeric === undefined ? {} : { numeric })}
          />
        )}
      </div>
    </FormRow>
  );
}
