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
