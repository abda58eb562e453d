import { Button } from '../components/Button';
import { useCopied } from '../use-copied';

interface CopyButtonProps {
  readonly label: string;
  readonly text: string;
  /** For screen readers, where the label alone does not say what is copied. */
  readonly name?: string;
}

export function CopyButton({ label, text, name = label }: CopyButtonProps) {
  const { copied, copy } = useCopied(text);
  return (
    <Button aria-label={copied ? 'Copied' : name} onPress={copy}>
      {copied ? 'Copied' : label}
    </Button>
  );
}
