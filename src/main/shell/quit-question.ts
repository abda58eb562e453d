import type { MessageBoxOptions } from 'electron';
import type { Settings } from '../../shared/settings';
import type { Snapshot } from '../../shared/snapshot';
import { clusterName, countTasks } from '../../shared/view/words';

/** What becomes of the worker when the app ends. */
export type WorkerAtQuit = 'drain' | 'keep';

export interface QuitAnswer {
  readonly worker: WorkerAtQuit | 'cancel';
  readonly remember: boolean;
}

/**
 * What a quit does with the worker, or that the owner must say.
 *
 * @param asked what the command itself said ("raybar quit --keep"); it stands above the settings
 */
export function workerAtQuit(
  snapshot: Snapshot,
  setting: Settings['quit'],
  asked?: WorkerAtQuit,
): WorkerAtQuit | 'ask' {
  // Where no node of ours is in the cluster there is nothing to keep: a join half way would be left alone.
  if (!hasNode(snapshot)) return 'drain';
  return asked ?? setting;
}

function hasNode({ worker }: Snapshot): boolean {
  return worker.kind === 'contributing' || worker.kind === 'lost' || worker.kind === 'draining';
}

const buttons = ['Drain and leave', 'Keep contributing', 'Cancel'];
const answers = ['drain', 'keep', 'cancel'] as const;

export function quitQuestion(snapshot: Snapshot): MessageBoxOptions {
  const cluster = clusterName(snapshot.cluster);
  const busy = snapshot.tasks.filter((task) => task.busy).length;
  const running =
    busy === 0
      ? 'No task runs here now.'
      : `${countTasks(busy)} of ${cluster} ${busy === 1 ? 'runs' : 'run'} here now.`;
  return {
    type: 'question',
    title: 'Quit Raybar',
    message: `Quit Raybar, and leave ${cluster} too?`,
    detail: `${running} “${buttons[0]}” gives tasks up to 15 s to end and takes this machine out. “${buttons[1]}” leaves Ray’s worker running without Raybar: the next start takes it over.`,
    buttons,
    defaultId: answers.indexOf('drain'),
    cancelId: answers.indexOf('cancel'),
    checkboxLabel: 'Remember my answer',
    checkboxChecked: false,
    noLink: true,
  };
}

/** @param response the index of the button that was pressed, as Electron gives it */
export function quitAnswer(response: number, checkboxChecked: boolean): QuitAnswer {
  const worker = answers[response] ?? 'cancel';
  return { worker, remember: checkboxChecked && worker !== 'cancel' };
}
