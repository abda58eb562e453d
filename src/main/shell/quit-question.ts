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
  switch (worker.kind) {
    case 'contributing':
    case 'lost':
    case 'draining':
      return true;
    case 'joining':
      // One that was found running is only not believed yet, for as long as its head is silent.
      return worker.adopted;
    default:
      return false;
  }
}

const buttons = ['Drain and leave', 'Keep contributing', 'Cancel'];
const answers = ['drain', 'keep', 'cancel'] as const;

export function quitQuestion(snapshot: Snapshot): MessageBoxOptions {
  const cluster = clusterName(snapshot.cluster);
  return {
    type: 'question',
    title: 'Quit Raybar',
    message: `Quit Raybar, and leave ${cluster} too?`,
    detail: `${runningHere(snapshot)} “${buttons[0]}” gives tasks up to 15 s to end and takes this machine out. “${buttons[1]}” leaves Ray’s worker running without Raybar: the next start takes it over.`,
    buttons,
    defaultId: answers.indexOf('drain'),
    cancelId: answers.indexOf('cancel'),
    // Asked once: whoever wants to be asked again says so here, or later in Settings.
    checkboxLabel: 'Remember my answer (“When Raybar quits” in Settings changes it)',
    checkboxChecked: true,
    noLink: true,
  };
}

function runningHere({ cluster, tasks, worker }: Snapshot): string {
  const busy = tasks.filter((task) => task.busy).length;
  if (busy > 0)
    return `${countTasks(busy)} of ${clusterName(cluster)} ${busy === 1 ? 'runs' : 'run'} here now.`;
  // A worker that was only just found may not have been looked at.
  return worker.kind === 'joining' ? 'Tasks may be running here.' : 'No task runs here now.';
}

/** @param response the index of the button that was pressed, as Electron gives it */
export function quitAnswer(response: number, checkboxChecked: boolean): QuitAnswer {
  const worker = answers[response] ?? 'cancel';
  return { worker, remember: checkboxChecked && worker !== 'cancel' };
}
