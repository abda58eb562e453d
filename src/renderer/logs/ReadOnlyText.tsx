interface ReadOnlyTextProps {
  readonly name: string;
  readonly text: string;
  readonly className: string;
}

/** The most lines that are shown without scrolling. */
const mostRows = 14;

/** Text to read, to scroll by keyboard, and to select from. */
export function ReadOnlyText({ name, text, className }: ReadOnlyTextProps) {
  const rows = Math.min(mostRows, Math.max(2, text.split('\n', mostRows).length));
  return (
    <textarea className={className} readOnly aria-label={name} rows={rows} value={text} spellCheck={false} />
  );
}
