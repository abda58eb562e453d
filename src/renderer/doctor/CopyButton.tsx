import { useEffect, useState } from 'react';
import { Button } from '../components/Button';
import { copyText } from '../copy-text';

interface CopyButtonProps {
  readonly label: string;
  readonly text: string;
  /** For screen readers, where the label alone does not say what is copied. */
  readonly name?: string;
}

/** How long "Copied" stands there. */
const copiedForMs = 2_000;

export function CopyButton({ label, text, name = label }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), copiedForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button aria-label={copied ? 'Copied' : name} onPress={() => setCopied(copyText(document, text))}>
      {copied ? 'Copied' : label}
    </Button>
  );
}
