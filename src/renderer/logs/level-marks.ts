import type { LogLevel } from '../../shared/logs';

export type LevelChoice = LogLevel | 'none';

/** Each level by a letter as in Ray's own logs, a word, and a shape: never by its colour alone. */
export const levelMarks: Record<LogLevel, { readonly letter: string; readonly word: string }> = {
  trace: { letter: 'T', word: 'Trace' },
  debug: { letter: 'D', word: 'Debug' },
  info: { letter: 'I', word: 'Info' },
  warning: { letter: 'W', word: 'Warning' },
  error: { letter: 'E', word: 'Error' },
  fatal: { letter: 'F', word: 'Fatal' },
};

/** From the least to the gravest. Written here: the schema beside its type would bring all of zod into the window. */
export const levels = [
  'trace',
  'debug',
  'info',
  'warning',
  'error',
  'fatal',
] as const satisfies readonly LogLevel[];
export const levelChoices: readonly LevelChoice[] = [...levels, 'none'];

export const levelWord = (level: LevelChoice): string =>
  level === 'none' ? 'Without a level' : levelMarks[level].word;

/** This level and the graver ones; null is no filter, which has the lines without a level, too. */
export function fromLevel(level: LogLevel): LevelChoice[] | null {
  const from = levels.indexOf(level);
  return from === 0 ? null : levels.slice(from);
}

/** What the level filter says on its button: "All levels", "Warning and up", "Info, Error". */
export function levelFilterLabel(shown: readonly LevelChoice[] | null): string {
  if (shown === null || shown.length === levelChoices.length) return 'All levels';
  const [least] = shown;
  const andUp = least !== undefined && least !== 'none' ? fromLevel(least) : null;
  const isAndUp =
    andUp !== null && andUp.length === shown.length && andUp.every((each) => shown.includes(each));
  if (isAndUp && least !== undefined)
    return shown.length === 1 ? levelWord(least) : `${levelWord(least)} and up`;
  return shown.map(levelWord).join(', ');
}
