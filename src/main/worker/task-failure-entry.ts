import { EntryTracker } from '../logs/formats/entry-tracker';
import { LineContext } from '../logs/formats/line-context';
import { readLineHead } from '../logs/formats/read-line-head';
import type { TaskFailure } from '../ray/task-failure';

const mostNameCharacters = 200;
/** Of a longer error the beginning and the end are kept: where it was called, and what it said last. */
const mostErrorCharacters = 64 * 1_024;
const keptBeginning = 16 * 1_024;

/**
 * Pure: a failure as an entry of a log: a head with time and level, then the error's lines. It is one entry to whoever reads it by src/main/logs/formats,
 * whatever the error says: a line that would begin another one is indented, and control characters stand as `\x1b`. Empty lines are left out.
 *
 * @param now ms since the epoch, where Ray told no time
 */
export function taskFailureEntry(failure: TaskFailure, now: number): string {
  const { name, taskId, attempt, pid, nodeId, errorType, endedAt, error } = failure;
  // A time of year 275,761 is no time.
  const at = new Date(endedAt !== null && Math.abs(endedAt) < 8.64e15 ? endedAt : now).toISOString();
  const level = errorType === 'TASK_CANCELLED' ? 'INFO' : 'ERROR';
  const where = [
    `task ${taskId.replace(/[^0-9a-zA-Z_-]/g, '')}`,
    `attempt ${attempt}`,
    ...(pid === null ? [] : [`pid ${pid}`]),
    ...(nodeId === null ? [] : [`node ${nodeId.replace(/[^0-9a-zA-Z_-]/g, '')}`]),
  ];
  const called = asData(name.slice(0, mostNameCharacters)).replace(/\s+/g, ' ').trim() || 'A task';
  const kind = errorType.replace(/\W/g, '').slice(0, 60) || 'no reason told';
  const head = `${at} ${level} ${called} failed (${where.join(', ')}): ${kind}`;
  return [head, ...linesOf(error, head)].map((line) => `${line}\n`).join('');
}

/** "39088be3… 0" of each head in a log of such entries. */
export function attemptsIn(log: string): string[] {
  const heads = log.matchAll(/^\S+Z (?:ERROR|INFO) .* failed \(task ([\w-]+), attempt (\d+)[,)]/gm);
  return Array.from(heads, ([, taskId, attempt]) => `${taskId} ${attempt}`);
}

function linesOf(error: string, head: string): string[] {
  const context = new LineContext(Date.now());
  const tracker = new EntryTracker();
  tracker.feed(readLineHead(head, context));
  return shortened(error)
    .split(/\r?\n/)
    .map((line) => asData(line).trimEnd())
    .filter((line) => line !== '')
    .map((line) => {
      const before = tracker.state();
      if (!tracker.feed(readLineHead(line, context))) return line;
      tracker.restore(before);
      const indented = `  ${line}`;
      tracker.feed(readLineHead(indented, context));
      return indented;
    });
}

function shortened(error: string): string {
  if (error.length <= mostErrorCharacters) return error;
  const end = error.slice(keptBeginning - mostErrorCharacters);
  const left = error.length - mostErrorCharacters;
  return `${error.slice(0, keptBeginning)}\n  … ${left} characters are left out …\n${end}`;
}

/** Control characters but the tab, also those of eight bits and what turns the direction of writing, as Python writes them. */
const asData = (text: string): string =>
  text.replace(/[^\P{Cc}\t]|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, (character) => {
    const number = character.codePointAt(0) ?? 0;
    return number < 0x100
      ? `\\x${number.toString(16).padStart(2, '0')}`
      : `\\u${number.toString(16).padStart(4, '0')}`;
  });
