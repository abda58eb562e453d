import { stripVTControlCharacters } from 'node:util';

/** Who wrote a line, where its head tells. */
export interface LineOrigin {
  /** The program, the task or the actor: "raylet", "train_step". */
  component: string | null;
  pid: number | null;
  /** "node_manager.cc:999" */
  place: string | null;
}

const unknown: LineOrigin = { component: null, pid: null, place: null };

const prefix = /^\((?<component>[^()]{1,200}?)(?: pid=(?<pid>\d+))?(?:, ip=[^)]*)?\) ?/;
const cpp = /^\[[\d :,-]{19,26} [A-Z] (?<pid>\d+) \d+\] (?:\((?<component>[^()]+)\) )?(?<place>[\w.-]+:\d+):/;
const glog = /^[A-Z]\d{4} [\d:.]+ +(?<pid>\d+)(?: +\d+)? +(?<place>[\w./-]+:\d+)\]/;
const python = /^[\d :,-]{19,23}\s+[A-Z]+ (?:\((?<component>[^()]+)\) )?(?<place>[\w.-]+:\d+) -- /;

/** Who wrote the line. For lines that are shown: it is slower than readLineHeadBytes. */
export function readLineOrigin(line: string): LineOrigin {
  const text = stripVTControlCharacters(line.slice(0, 1_024));
  const before = prefixOf(text);
  const own = before === null ? text : text.slice(before.length);
  for (const form of [cpp, glog, python]) {
    const groups = form.exec(own)?.groups;
    if (groups !== undefined) return merged(before?.origin ?? unknown, groups);
  }
  return before?.origin ?? unknown;
}

function prefixOf(text: string): { length: number; origin: LineOrigin } | null {
  const found = prefix.exec(text);
  if (found?.groups === undefined) return null;
  const { component = '', pid } = found.groups;
  // `(pid=raylet)` of old Rays names the program where the pid stands.
  const named = component.replace(/^pid=/, '').replace(/, ip=.*$/, '');
  if (pid === undefined && !/^pid=|^[a-z_]+(\.exe)?$|, ip=/.test(component)) return null;
  const isNumber = /^\d+$/.test(named);
  return {
    length: found[0].length,
    origin: {
      component: isNumber ? null : named,
      pid: pid !== undefined ? Number(pid) : isNumber ? Number(named) : null,
      place: null,
    },
  };
}

const merged = (before: LineOrigin, groups: Record<string, string | undefined>): LineOrigin => ({
  component: before.component ?? groups['component'] ?? null,
  pid: before.pid ?? (groups['pid'] === undefined ? null : Number(groups['pid'])),
  place: groups['place'] ?? null,
});

/** What Ray writes into a worker's output to name whose it is: ":actor_name:Trainer". */
export interface WorkerMarker {
  kind: 'job' | 'actor' | 'task';
  value: string;
}

/** A longer line is none. */
export const mostMarkerBytes = 2_048;

const markers: ReadonlyMap<string, WorkerMarker['kind']> = new Map([
  ['job_id', 'job'],
  ['actor_name', 'actor'],
  ['task_name', 'task'],
]);

/** ":job_id:01000000", ":actor_name:Trainer", ":task_name:train_step" (ray_constants.py LOG_PREFIX_*); null for any other line. */
export function readWorkerMarker(line: string): WorkerMarker | null {
  const found = /^:([a-z_]{6,10}):(.{0,512})$/.exec(line);
  const kind = markers.get(found?.[1] ?? '');
  return kind === undefined ? null : { kind, value: (found?.[2] ?? '').trim() };
}
