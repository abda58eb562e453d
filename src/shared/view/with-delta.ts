import type { Snapshot, SnapshotDelta } from '../snapshot';

/** The snapshot that follows. Parts that did not change stay the same objects. The caller checks that `base` fits. */
export function withDelta(snapshot: Snapshot, { changes }: SnapshotDelta): Snapshot {
  return {
    seq: changes.seq,
    app: changes.app ?? snapshot.app,
    machine: changes.machine ?? snapshot.machine,
    wish: changes.wish ?? snapshot.wish,
    decision: changes.decision ?? snapshot.decision,
    worker: changes.worker ?? snapshot.worker,
    cluster: changes.cluster ?? snapshot.cluster,
    tasks: changes.tasks ?? snapshot.tasks,
    trayTitle: changes.trayTitle ?? snapshot.trayTitle,
    telemetry: changes.telemetry ?? snapshot.telemetry,
    keepingAwake: changes.keepingAwake ?? snapshot.keepingAwake,
    problems: changes.problems ?? snapshot.problems,
  };
}
