/** One process of this machine. A zombie is not listed: it is only waiting to be reaped. */
export interface ProcessRow {
  pid: number;
  ppid: number;
  /** Its process group; a group's id is the pid of the process that made it, which may have ended since. */
  pgid: number;
  /** Tells this process from a later one with the same pid. Opaque: compare it, don't read it. */
  startToken: string;
  /** The whole command line, or the title that the process gave itself (`ray::train_step`). */
  command: string;
}

/** A row with what the process has used so far; null where the listing did not tell. */
export interface MeasuredProcessRow extends ProcessRow {
  cpuTimeMs: number | null;
  residentBytes: number | null;
}

/** A listing that somebody made anyway, for whoever comes next. */
export interface ProcessListing {
  /** On the clock of `performance.now()`. */
  at: number;
  rows: readonly MeasuredProcessRow[];
}

/** What a process has used so far. */
export interface ProcessMeasure {
  pid: number;
  startToken: string;
  cpuTimeMs: number | null;
  memoryBytes: number | null;
}

/** Pure: the rows of a listing that descend from `pid`, without `pid` itself, parents before children. */
export function descendantsOf(rows: readonly ProcessRow[], pid: number): ProcessRow[] {
  const found: ProcessRow[] = [];
  const seen = new Set([pid]);
  const parents = [pid];
  for (const parent of parents) {
    for (const row of rows) {
      // A listing is no instant picture, so a reused pid could close a circle.
      if (row.ppid !== parent || seen.has(row.pid)) continue;
      seen.add(row.pid);
      found.push(row);
      parents.push(row.pid);
    }
  }
  return found;
}

/** Pure: the rows of a listing that are in the process group. */
export function membersOfGroup(rows: readonly ProcessRow[], pgid: number): ProcessRow[] {
  return rows.filter((row) => row.pgid === pgid);
}

/**
 * Pure: a spawned process with its group and all that descends from either, the root first. The group counts by itself because its
 * members outlive the root, and the descent because a process may leave the group.
 */
export function processTree<Row extends Pick<ProcessRow, 'pid' | 'ppid' | 'pgid'>>(
  rows: readonly Row[],
  root: { pid: number; pgid: number },
): Row[] {
  const children = new Map<number, Row[]>();
  for (const row of rows) {
    const siblings = children.get(row.ppid);
    if (siblings === undefined) children.set(row.ppid, [row]);
    else siblings.push(row);
  }
  const found = new Set(rows.filter(({ pid }) => pid === root.pid));
  for (const row of rows) if (row.pgid === root.pgid) found.add(row);
  // A Set goes on to what is added while it is walked, and takes nothing twice.
  for (const { pid } of found) for (const child of children.get(pid) ?? []) found.add(child);
  return [...found];
}
