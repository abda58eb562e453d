import { app, BrowserWindow, dialog } from 'electron';
import type { Snapshot } from '../../shared/snapshot';
import { quitAnswer, quitQuestion, type QuitAnswer } from './quit-question';
import { securePreferences } from './window-options';

/**
 * Asks the owner in a dialog of its own: there may be no window.
 *
 * @param decided closes the dialog; the answer is then a cancel
 */
export async function askToQuit(snapshot: Snapshot, decided: AbortSignal): Promise<QuitAnswer> {
  // On a Mac a tray app is never in front by itself.
  app.focus({ steal: true });
  const question = { ...quitQuestion(snapshot), signal: decided };
  const place = process.platform === 'darwin' ? openQuestionPlace() : null;
  try {
    const { response, checkboxChecked } = await (place === null
      ? dialog.showMessageBox(question)
      : dialog.showMessageBox(place, question));
    return quitAnswer(response, checkboxChecked);
  } finally {
    place?.destroy();
  }
}

/**
 * On a Mac a message box without a window holds all of the main process, the worker's supervision too, until it is answered, and
 * no signal closes it (Electron's message_box_mac.mm: `runModal`). As a sheet of a window it does neither, and a sheet of a
 * window that is not shown could not be answered.
 */
function openQuestionPlace(): BrowserWindow {
  const place = new BrowserWindow({
    show: false,
    width: 440,
    height: 1,
    frame: false,
    transparent: true,
    hasShadow: false,
    resizable: false,
    skipTaskbar: true,
    webPreferences: securePreferences,
  });
  place.center();
  place.show();
  return place;
}
