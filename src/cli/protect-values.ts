import type { CliCommand } from './cli-context';

const endOfOptions = '--';
/** "-1" and "-5m" are values, and no option of ours looks like that. */
const negative = /^-\.?\d/;

/**
 * Pure: the words as Node's parseArgs must have them so that a value may begin with a dash: an option's own value is tied to it by
 * "=", and every argument stands behind "--". Whether the value is any good is for its field to say, by name; parseArgs would take
 * "-1" for an option that nobody knows.
 */
export function protectValues(command: CliCommand, words: readonly string[]): string[] {
  const options: CliCommand['options'] = { json: { type: 'boolean' }, ...command.options };
  const isOption = (word: string): boolean => Object.keys(options).some((name) => word === `--${name}`);
  const before: string[] = [];
  const behind: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = longName(options, words[at] ?? '');
    const following = words[at + 1];
    if (word === endOfOptions) {
      behind.push(...words.slice(at + 1));
      break;
    }
    if (options[word.slice(2)]?.type === 'string' && word.startsWith('--') && following !== undefined) {
      // Another option in a value's place is a value forgotten, and parseArgs says so.
      if (isOption(following)) before.push(word);
      else before.push(`${word}=${words[(at += 1)] ?? ''}`);
    } else if (!word.startsWith('-') || (!isOption(word) && isValue(command, word, behind.length))) {
      behind.push(word);
    } else {
      before.push(word);
    }
  }
  return behind.length === 0 ? before : [...before, endOfOptions, ...behind];
}

/** `--lines` for `-n`; any other word as it is. */
function longName(options: NonNullable<CliCommand['options']>, word: string): string {
  const found = Object.entries(options).find(([, { short }]) => short !== undefined && word === `-${short}`);
  return found === undefined ? word : `--${found[0]}`;
}

function isValue(command: CliCommand, word: string, index: number): boolean {
  if (command.arguments === undefined) return false;
  return negative.test(word) || command.arguments.isValue?.(index) === true;
}
