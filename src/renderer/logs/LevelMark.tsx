import type { LogLevel } from '../../shared/logs';
import { levelMarks } from './level-marks';

const outlines: Record<LogLevel, string> = {
  trace: 'M3.5 6h5',
  debug: 'M6 3.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6z',
  info: 'M6 2.2a3.8 3.8 0 1 0 0 7.6a3.8 3.8 0 1 0 0-7.6z',
  warning: 'M6 1.6 11 10.4H1z',
  error: 'M3.9 1h4.2L11 3.9v4.2L8.1 11H3.9L1 8.1V3.9z',
  fatal: 'M2.6 1 6 4.4 9.4 1 11 2.6 7.6 6 11 9.4 9.4 11 6 7.6 2.6 11 1 9.4 4.4 6 1 2.6z',
};

/** A level by its shape and its letter; a screen reader hears its word. */
export function LevelMark({ level }: { readonly level: LogLevel }) {
  const { letter, word } = levelMarks[level];
  return (
    <span className={`level-mark ${level}`} title={word}>
      <svg width={12} height={12} viewBox="0 0 12 12" aria-hidden>
        <path d={outlines[level]} />
      </svg>
      <span aria-hidden>{letter}</span>
      <span className="visually-hidden">{word}</span>
    </span>
  );
}
