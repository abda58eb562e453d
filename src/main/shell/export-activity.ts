import type { History, HistorySpan } from '../../shared/history';
import type { CommandInput } from '../../shared/ipc';
import { historyCsv } from '../../shared/view/history-csv';
import { fileTime } from './file-time';
import { type AskForPlace, saveWhereChosen } from './save-where-chosen';

export interface ActivityExportParts {
  history(span: HistorySpan): Promise<History>;
  askForPlace: AskForPlace;
  write(path: string, contents: string | Uint8Array): Promise<void>;
  /** ms since the epoch. */
  now(): number;
}

const titles = { csv: 'Export activity as CSV', png: 'Export activity as PNG' } as const;

/**
 * Writes what the Activity window shows where the owner wants it: the values, or the picture that the window has drawn.
 *
 * @returns the path, or null where the owner chose none
 * @throws RaybarFailure command-failed where the file cannot be written
 */
export async function exportActivity(
  parts: ActivityExportParts,
  input: CommandInput<'exportActivity'>,
): Promise<string | null> {
  const { format, span } = input;
  // As it was when it was asked for: choosing a place takes its time.
  const contents = input.format === 'csv' ? historyCsv(await parts.history(span)) : pixelsOf(input.image);
  const fileName = `raybar-activity-${span}-${fileTime(parts.now())}.${format}`;
  return saveWhereChosen(parts.askForPlace, { title: titles[format], fileName, extension: format }, (path) =>
    parts.write(path, contents),
  );
}

/** The schema has let nothing but base64 of a PNG through. */
function pixelsOf(dataUrl: string): Uint8Array {
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');
}
