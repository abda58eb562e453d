import type { RaybarError } from '../../../shared/errors';
import type { CommandHandlers } from '../../../shared/ipc';
import type { LogViewState } from '../../../shared/log-views';
import type { LogCommandName } from '../log-handlers';
import type { LogPlaces } from '../sources/log-places';

/** What a thread of log-worker.ts is there for. */
export type WorkerRole = 'engine' | 'search';

type CommandRequest = {
  [N in LogCommandName]: { kind: 'command'; id: number; name: N; input: Parameters<CommandHandlers[N]>[0] };
}[LogCommandName];

/** From the service to the engine's thread. Inputs were checked against the schema before. */
export type EngineRequest =
  | CommandRequest
  | { kind: 'places'; id: number; places: LogPlaces }
  | { kind: 'path'; id: number; sourceId: string; key: string | null }
  | { kind: 'closeViews'; id: number };

export type EngineMessage =
  | { kind: 'answer'; id: number; value: unknown }
  | { kind: 'refused'; id: number; error: RaybarError }
  | { kind: 'state'; state: LogViewState };
