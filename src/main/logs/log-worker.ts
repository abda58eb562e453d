import '../../shared/without-code-generation';
import { parentPort, workerData } from 'node:worker_threads';
import { asEngineError } from './engine/engine-error';
import type { EngineMessage, EngineRequest } from './engine/engine-messages';
import { LogEngine } from './engine/log-engine';
import { answerSearches, searchThreadCount, searchThreadsOf } from './search/search-worker';

// The entry of the log viewer's threads: the engine, and the search threads that it starts from the same file.

/** A search thread that takes longer for 16 MiB of text, or for half a MiB with an expression, is ended. */
const searchBudgetMs = 2_000;

function runEngine(post: (message: EngineMessage) => void): (request: EngineRequest) => void {
  const engine = new LogEngine({
    startSearchThread: searchThreadsOf(__filename),
    searchThreads: searchThreadCount(),
    searchBudgetMs,
    tell: (state) => post({ kind: 'state', state }),
    now: Date.now,
    firstId: Date.now() % 2 ** 31,
    looksByItself: true,
  });
  const run = async (request: EngineRequest): Promise<unknown> => {
    switch (request.kind) {
      case 'places':
        return engine.setPlaces(request.places);
      case 'path':
        return engine.pathOf(request.sourceId, request.key);
      case 'closeViews':
        return engine.closeViews();
      case 'command':
        return engine.answer(request.name, request.input);
    }
  };
  return (request) => {
    run(request).then(
      (value) => post({ kind: 'answer', id: request.id, value }),
      (thrown: unknown) => post({ kind: 'refused', id: request.id, error: asEngineError(thrown) }),
    );
  };
}

const port = parentPort;
if (port !== null) {
  if (workerData === 'search') answerSearches(port);
  else
    port.on(
      'message',
      runEngine((message) => port.postMessage(message)),
    );
}
