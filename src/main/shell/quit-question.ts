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
 * @param wanted by the settings, or by the command itself ("raybar quit --keep"), which stands above them
 */
export function workerAtQuit<Wanted extends Settings['quit']>(
  snapshot: Snapshot,
  wanted: Wanted,
): Wanted | 'drain' {
  // Where no node of ours is in the cluster there is nothing to keep: a join half way would be left alone.
  return hasNode(snapshot) ? wanted : 'drain';
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
    // Asked once: whoever wants to be asked again says so here, or later in Settings.
    checkboxLabel: 'Remember my answer (“When Raybar quits” in Settings changes it)',
    checkboxChecked: true,
    noLink: true,
  };
}

/** @param response the index of the button that was pressed, as Electron gives it */
export function quitAnswer(response: number, checkboxChecked: boolean): QuitAnswer {
  const worker = answers[response] ?? 'cancel';
  return { worker, remember: checkboxChecked && worker !== 'cancel' };
}
