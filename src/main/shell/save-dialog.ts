import { BrowserWindow, dialog } from 'electron';
import { writeFile } from 'node:fs/promises';
import type { ExportPlace } from './save-where-chosen';

/** Asks the owner where a file is to go, on the window in front. Null: nowhere. */
export async function askForPlace({ title, fileName, extension }: ExportPlace): Promise<string | null> {
  const options = {
    title,
    defaultPath: fileName,
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  };
  const window = BrowserWindow.getFocusedWindow();
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === undefined || filePath === '' ? null : filePath;
}

export async function writeExport(path: string, contents: string | Uint8Array): Promise<void> {
  await writeFile(path, contents);
}
