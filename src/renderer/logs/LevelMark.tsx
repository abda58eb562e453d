import type { LogLevel } from '../../shared/logs';
import { levelMarks } from './level-marks';

/** By logs.css, from no file. */
const drawn = { role: 'img' } as const;

/** A level by its shape and its letter; a screen reader hears its word. One element: each row that begins an entry has one. */
export function LevelMark({ level }: { readonly level: LogLevel }) {
  const { letter, word } = levelMarks[level];
  return (
    <span className={`level-mark ${level}`} {...drawn} aria-label={word} title={word}>
      {letter}
    </span>
  );
}
