import { useCopied } from '../use-copied';
import { Button, type ButtonProps } from './Button';

interface CopyButtonProps extends Pick<ButtonProps, 'look'> {
  readonly label: string;
  readonly text: string;
  /** For screen readers, where the label alone does not say what is copied. */
  readonly name?: string;
}

export function CopyButton({ label, text, name = label, ...look }: CopyButtonProps) {
  const { copied, copy } = useCopied(text);
  return (
    <Button {...look} aria-label={copied ? 'Copied' : name} onPress={copy}>
      {copied ? 'Copied' : label}
    </Button>
  );
}
