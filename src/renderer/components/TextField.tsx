import { FieldError, Input, Label, Text, TextField as AriaTextField } from 'react-aria-components';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | undefined;
  readonly description?: string;
  readonly placeholder?: string;
  /** The label is drawn beside the field, or is clear from its row: only screen readers get it here. */
  readonly labelHidden?: boolean;
  readonly numeric?: boolean;
  /** To the second, as `YYYY-MM-DDThh:mm:ss` in this machine's zone. */
  readonly localTime?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, error, description, placeholder, labelHidden = false } = props;
  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      inputMode={props.numeric ? 'decimal' : 'text'}
    >
      <Label className={labelHidden ? 'visually-hidden' : 'small dim'}>{label}</Label>
      <Input
        className="input"
        spellCheck={false}
        autoComplete="off"
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(props.localTime ? { type: 'datetime-local', step: 1 } : {})}
      />
      {description === undefined ? null : (
        <Text slot="description" className="small dim">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}
