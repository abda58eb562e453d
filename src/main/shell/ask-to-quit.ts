import { app, dialog } from 'electron';
import type { Snapshot } from '../../shared/snapshot';
import { quitAnswer, quitQuestion, type QuitAnswer } from './quit-question';

/** Asks the owner in a dialog of its own: there may be no window. */
export async function askToQuit(snapshot: Snapshot): Promise<QuitAnswer> {
  // On a Mac a tray app is never in front by itself.
  app.focus({ steal: true });
  const { response, checkboxChecked } = await dialog.showMessageBox(quitQuestion(snapshot));
  return quitAnswer(response, checkboxChecked);
}
