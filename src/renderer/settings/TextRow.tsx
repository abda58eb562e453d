import { TextField } from '../components/TextField';
import { FormRow } from './FormRow';

interface TextRowProps {
  readonly label: string;
  readonly field: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly placeholder?: string;
  readonly description?: string;
  readonly numeric?: boolean;
}

export function TextRow({ label, field, ...text }: TextRowProps) {
  return (
    <FormRow label={label} field={field}>
      <TextField label={label} labelHidden {...text} />
    </FormRow>
  );
}
