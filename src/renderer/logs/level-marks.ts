import { logLevels, type LogLevel } from '../../shared/logs';

export type LevelChoice = LogLevel | 'none';
export const levelChoices: readonly LevelChoice[] = [...logLevels, 'none'];

/** Each level by a letter as in Ray's own logs, a word, and a shape: never by its colour alone. */
export const levelMarks: Record<LogLevel, { readonly letter: string; readonly word: string }> = {
  trace: { letter: 'T', word: 'Trace' },
  debug: { letter: 'D', word: 'Debug' },
  info: { letter: 'I', word: 'Info' },
  warning: { letter: 'W', word: 'Warning' },
  error: { letter: 'E', word: 'Error' },
  fatal: { letter: 'F', word: 'Fatal' },
};

export const levelWord = (level: LevelChoice): string =>
  level === 'none' ? 'Without a level' : levelMarks[level].word;

/** This level and the graver ones; null is no filter, which has the lines without a level, too. */
export function fromLevel(level: LogLevel): LevelChoice[] | null {
  const from = logLevels.indexOf(level);
  return from === 0 ? null : logLevels.slice(from);
}

/** What the level filter says on its button: "All levels", "Warning and up", "Info, Error". */
export function levelFilterLabel(levels: readonly LevelChoice[] | null): string {
  if (levels === null || levels.length === levelChoices.length) return 'All levels';
  const [least] = levels;
  const andUp = least !== undefined && least !== 'none' ? fromLevel(least) : null;
  const isAndUp =
    andUp !== null && andUp.length === levels.length && andUp.every((each) => levels.includes(each));
  if (isAndUp && least !== undefined)
    return levels.length === 1 ? levelWord(least) : `${levelWord(least)} and up`;
  return levels.map(levelWord).join(', ');
}
