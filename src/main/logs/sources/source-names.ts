import type { LogSourceKind } from '../../../shared/log-views';

export interface SourceName {
  /** The path without what rotation adds: the same for all files of a source. */
  file: string;
  kind: LogSourceKind;
  /** Of the process that writes it, where the name tells. */
  pid: number | null;
  /** Ray's own, which a worker's outputs and its core log share. */
  workerId: string | null;
  /** "stdout" or "stderr" of a worker. */
  stream: 'stdout' | 'stderr' | null;
  /** A name that rotation gives to what is not written any more: "x.log.1". Ray's own counting ("raylet.1.out") is not one. */
  isBackup: boolean;
  /** Higher is older. */
  rotation: number;
}

const logName = /\.(?:out|err|log|jsonl)$/;
const backup = /^(.*\.(?:out|err|log|jsonl))\.(?:(\d{1,4})|old|bak)$/;
/** electron-log's. */
const electronBackup = /^(.*)\.old(\.log)$/;
/** Ray's: raylet.1.out is the one before raylet.out, or that of a restart in the same session. */
const counted = /^(.*?)\.(\d{1,4})(\.(?:out|err|log))$/;

const kinds: readonly [RegExp, LogSourceKind][] = [
  [/^(?:events|export_events)\//, 'event'],
  [/^worker-|^python-core-worker-|^(?:java|cpp)-worker-/, 'worker'],
  [/^python-core-driver-/, 'driver'],
  [/^job-driver-/, 'job'],
  [/^raylet\b/, 'raylet'],
  [/^gcs_server\b/, 'gcs'],
  [/agent|dashboard|^monitor\b|^log_monitor\b|^ray_client_server/, 'agent'],
];

/** Pure: what a path below a folder of logs tells; null for what is no log (debug_state.txt is written anew every few seconds). */
export function sourceNameOf(path: string): SourceName | null {
  const old = backup.exec(path);
  const electron = electronBackup.exec(path);
  const plain = old?.[1] ?? (electron === null ? path : `${electron[1]}${electron[2]}`);
  const number = counted.exec(plain);
  const file = number === null ? plain : `${number[1]}${number[3]}`;
  if (!logName.test(file)) return null;
  const base = file.slice(file.lastIndexOf('/') + 1);
  const kind =
    kinds.find(([pattern]) => pattern.test(file))?.[1] ?? kinds.find(([pattern]) => pattern.test(base))?.[1];
  return {
    file,
    kind: kind ?? 'other',
    pid: pidOf(base),
    workerId: /^(?:python-core-)?worker-([0-9a-f]+)[-_]/.exec(base)?.[1] ?? null,
    stream:
      kind !== 'worker' ? null : base.endsWith('.out') ? 'stdout' : base.endsWith('.err') ? 'stderr' : null,
    isBackup: old !== null || electron !== null,
    rotation:
      Number(old?.[2] ?? (old !== null || electron !== null ? 1 : 0)) * 10_000 + Number(number?.[2] ?? 0),
  };
}

/** worker-ID-JOB-4711.out, python-core-worker-ID_4711.log */
function pidOf(base: string): number | null {
  const found =
    /^(?:worker-.*-|python-core-(?:worker|driver)-.*_|(?:java|cpp)-worker-.*-)(\d{1,10})\.\w+$/.exec(base);
  return found === null ? null : Number(found[1]);
}

/** FNV-1a, 64 bits: a source has the same id in every run. Nothing secret hangs on it. */
export function sourceIdOf(folderKey: string, file: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(`${folderKey}\n${file}`)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(36);
}
