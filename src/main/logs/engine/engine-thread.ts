import { Worker } from 'node:worker_threads';
import { type RaybarError, RaybarFailure } from '../../../shared/errors';
import type { LogViewState } from '../../../shared/log-views';
import { engineFailed } from './engine-error';
import type { EngineMessage, EngineRequest, WorkerRole } from './engine-messages';

/** A request without its number. */
type Unnumbered<R> = R extends unknown ? Omit<R, 'id'> : never;
export type EngineQuestion = Unnumbered<EngineRequest>;

export interface EngineThread {
  /** Rejects with the engine's RaybarFailure, or when the thread ends: with what `end` was given, else with log-engine-failed. */
  ask(question: EngineQuestion): Promise<unknown>;
  /** @param why what those hear who wait for an answer */
  end(why: RaybarError): Promise<void>;
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
  let over: RaybarError | null = null;

  const finish = (error: RaybarError, unasked: boolean): void => {
    if (over !== null) return;
    over = error;
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
  worker.on('error', (problem) => finish(engineFailed(`The log engine ended: ${problem.message}`), true));
  worker.on('exit', (code) => finish(engineFailed(`The log engine ended with code ${code}.`), true));

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (over !== null) return reject(new RaybarFailure(over));
        const id = (lastId += 1);
        waiting.set(id, { resolve, reject });
        worker.postMessage({ ...question, id }, []);
      }),
    async end(why) {
      finish(why, false);
      await worker.terminate();
    },
  };
}
