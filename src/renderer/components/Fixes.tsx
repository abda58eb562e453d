import './card.css';

interface FixesProps {
  readonly fixes: readonly string[];
  readonly small?: boolean;
}

/** What helps: a sentence, or a list of them; nothing where nothing is known to. */
export function Fixes({ fixes, small = false }: FixesProps) {
  if (fixes.length === 0) return null;
  return (
    <ul className={`fixes${fixes.length > 1 ? ' several' : ''}${small ? ' small' : ''}`}>
      {fixes.map((fix) => (
        <li key={fix}>{fix}</li>
      ))}
    </ul>
  );
}
