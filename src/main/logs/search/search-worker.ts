import { cpus } from 'node:os';
import { type MessagePort, Worker } from 'node:worker_threads';
import type { WorkerRole } from '../engine/engine-messages';
import type { SearchAnswer, SearchRequest, SearchThreadUp } from './search-messages';
import { createSearchAnswers } from './search-thread';
import type { StartSearchThread } from './searchers';

const role: WorkerRole = 'search';
const limits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 };

/** How many search at once; on a machine with one core, one. */
export const searchThreadCount = (): number => Math.min(2, cpus().length);

/** Starts search threads from a file that answers searches when `workerData` is `search`: the log viewer's bundle, or the terminal's. */
export const searchThreadsOf =
  (file: string): StartSearchThread =>
  (answered, failed) => {
    const worker = new Worker(file, { workerData: role, resourceLimits: limits });
    const up = new Promise<void>((resolve) => {
      worker.on('message', (said: SearchAnswer | SearchThreadUp) => {
        if (said.kind === 'up') resolve();
        else answered(said);
      });
    });
    worker.on('error', failed);
    return { up, post: (request) => worker.postMessage(request, []), end: () => void worker.terminate() };
  };

/** What such a thread does. */
export function answerSearches(port: MessagePort): void {
  const answer = createSearchAnswers();
  port.on('message', (request: SearchRequest) => port.postMessage(answer(request)));
  const up: SearchThreadUp = { kind: 'up' };
  port.postMessage(up);
}
