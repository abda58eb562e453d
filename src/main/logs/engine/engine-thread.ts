import { Worker } from 'node:worker_threads';
import { type RaybarError, RaybarFailure } from '../../../shared/errors';
import type { LogViewState } from '../../../shared/log-views';
import { engineFailed } from './engine-error';
import type { EngineMessage, EngineRequest, WorkerRole } from './engine-messages';

/** A request without its number. */
type Unnumbered<R> = R extends unknown ? Omit<R, 'id'> : never;
export type EngineQuestion = Unnumbered<EngineRequest>;

export interface EngineThread {
  /** Rejects with the engine's RaybarFailure, or with log-engine-failed when the thread ends. */
  ask(question: EngineQuestion): Promise<unknown>;
  end(): Promise<void>;
}

/** The engine's own heap: indexes and buffers lie beside it. */
const heapLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (failure: RaybarFailure) => void;
}

/**
 * Starts the engine's thread from its bundle.
 *
 * @param ended called once when the thread ended without having been asked to
 */
export function startEngineThread(
  file: string,
  tell: (state: LogViewState) => void,
  ended: (error: RaybarError) => void,
): EngineThread {
  const role: WorkerRole = 'engine';
  const worker = new Worker(file, { workerData: role, resourceLimits: heapLimits });
  // The app may quit while it runs.
  worker.unref();
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let over = false;

  const finish = (found: string, unasked: boolean): void => {
    if (over) return;
    over = true;
    const error = engineFailed(found);
    for (const { reject } of waiting.values()) reject(new RaybarFailure(error));
    waiting.clear();
    if (unasked) ended(error);
  };
  worker.on('message', (message: EngineMessage) => {
    if (message.kind === 'state') return tell(message.state);
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'answer') asked?.resolve(message.value);
    else asked?.reject(new RaybarFailure(message.error));
  });
  worker.on('error', (problem) => finish(`The log engine ended: ${problem.message}`, true));
  worker.on('exit', (code) => finish(`The log engine ended with code ${code}.`, true));

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (over) return reject(new RaybarFailure(engineFailed('The log engine has ended.')));
        const id = (lastId += 1);
        waiting.set(id, { resolve, reject });
        worker.postMessage({ ...question, id }, []);
      }),
    async end() {
      finish('The logs were closed.', false);
      await worker.terminate();
    },
  };
}
