import { basename, dirname } from 'node:path';
import type { Settings } from '../../shared/settings';
import { expandHome } from '../worker/expand-home';
import { findSessions } from './sources/find-sessions';
import type { LogFolder, LogPlaces } from './sources/log-places';

export interface PlacesParts {
  logDirectory: string;
  /** `--log_dir` of the raylet that runs; null while none does. */
  rayLogDirectory: () => Promise<string | null>;
  /** What the raylet's workers run, by their titles. */
  workers: () => readonly { pid: number; name: string }[];
  /** Of the embedded head, where there is one. */
  embeddedTemporaryDirectory: () => string | null;
  home: string;
  /** The tokens that no view may show. */
  secrets: () => Promise<string[]>;
}

/** Ray's own choice (ray._private.utils.get_default_ray_temp_dir). */
export const usualTemporaryDirectory = '/tmp/ray';

/**
 * Where logs are. The session is that of the raylet that runs, or of the last one that did: its logs are wanted most when it has failed. A Raybar that
 * never saw one takes the newest session on this machine.
 */
export function logPlacesFrom(parts: PlacesParts): () => Promise<LogPlaces> {
  let last: string | null = null;
  return async () => {
    last = (await parts.rayLogDirectory().catch(() => null)) ?? last;
    const embedded = parts.embeddedTemporaryDirectory();
    const temporary = new Set([usualTemporaryDirectory, ...(embedded === null ? [] : [embedded])]);
    if (last !== null) temporary.add(dirname(dirname(last)));
    const temporaryDirectories = [...temporary];
    const session = last === null ? newestOf(temporaryDirectories) : sessionAt(last);
    return {
      folders: [
        { kind: 'raybar', path: parts.logDirectory, session: null, current: true },
        ...(session === null ? [] : [session]),
      ],
      temporaryDirectories,
      tasks: parts.workers().flatMap(({ pid, name }) => (name === '' ? [] : [{ pid, name }])),
      jobs: [],
      homes: [parts.home],
      secrets: await parts.secrets(),
    };
  };
}

/** `<temp>/session_x/logs` */
const sessionAt = (path: string): LogFolder => ({
  kind: 'session',
  path,
  session: basename(dirname(path)),
  current: true,
});

function newestOf(temporaryDirectories: readonly string[]): LogFolder | null {
  const newest = temporaryDirectories
    .flatMap(findSessions)
    .sort((a, b) => ((a.session ?? '') < (b.session ?? '') ? 1 : -1))[0];
  return newest === undefined ? null : { ...newest, current: true };
}

/** The files with tokens of the cluster that is set, of the worker that runs, and of the embedded head. */
export function tokenFilesOf(
  { cluster }: Settings,
  ...others: readonly (string | null | undefined)[]
): string[] {
  const set = cluster.kind === 'address' && cluster.tokenFile !== null ? expandHome(cluster.tokenFile) : null;
  return [set, ...others].flatMap((file) => (file == null ? [] : [file]));
}
