import { useEffect, useState } from 'react';
import { copyText } from './copy-text';

/** How long "Copied" stands where it was pressed. */
const copiedForMs = 2_000;

/** Whether `text` was copied a moment ago, and what copies it. */
export function useCopied(text: string): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), copiedForMs);
    return () => clearTimeout(timer);
  }, [copied]);
  return { copied, copy: () => setCopied(copyText(document, text)) };
}
