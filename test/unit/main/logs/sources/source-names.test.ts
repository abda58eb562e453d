import { describe, expect, it } from 'vitest';
import { sourceIdOf, sourceNameOf } from '../../../../../src/main/logs/sources/source-names';

describe('the name of a log', () => {
  it.each([
    ['raylet.out', 'raylet.out', 'raylet', false],
    ['raylet.1.out', 'raylet.out', 'raylet', false],
    ['raylet.out.1', 'raylet.out', 'raylet', true],
    ['gcs_server.out', 'gcs_server.out', 'gcs', false],
    ['dashboard_agent.log.3', 'dashboard_agent.log', 'agent', true],
    ['runtime_env_agent.log', 'runtime_env_agent.log', 'agent', false],
    ['log_monitor.log', 'log_monitor.log', 'agent', false],
    ['events/event_RAYLET.log', 'events/event_RAYLET.log', 'event', false],
    ['raybar.old.log', 'raybar.log', 'other', true],
    ['python-core-driver-0100_4711.log', 'python-core-driver-0100_4711.log', 'driver', false],
    ['job-driver-raysubmit_1.log', 'job-driver-raysubmit_1.log', 'job', false],
  ] as const)('%s is of %s, and a log of %s', (path, file, kind, isBackup) => {
    expect(sourceNameOf(path)).toMatchObject({ file, kind, isBackup });
  });

  it('tells a worker, its process and stream', () => {
    expect(sourceNameOf('worker-0a1b-01000000-4711.err')).toMatchObject({
      kind: 'worker',
      pid: 4711,
      workerId: '0a1b',
      stream: 'stderr',
    });
    expect(sourceNameOf('python-core-worker-0a1b_4711.log')).toMatchObject({
      kind: 'worker',
      pid: 4711,
      workerId: '0a1b',
      stream: null,
    });
    expect(sourceNameOf('java-worker-01000000-4711.log')).toMatchObject({ pid: 4711, workerId: null });
  });

  it.each(['debug_state.txt', 'raylet.out.gz', 'core.4711', 'events', 'x.log.swp'])('%s is none', (path) => {
    expect(sourceNameOf(path)).toBeNull();
  });

  it('older backups come before newer ones', () => {
    const rotations = ['a.log', 'a.log.1', 'a.log.2'].map((path) => sourceNameOf(path)?.rotation ?? -1);
    expect(rotations).toEqual([...rotations].sort((a, b) => a - b));
  });

  it('gives a source the same id in every run, and each its own', () => {
    const id = sourceIdOf('session_a', 'raylet.out');
    expect(id).toMatch(/^[0-9a-z]{1,32}$/);
    expect(sourceIdOf('session_a', 'raylet.out')).toBe(id);
    expect(sourceIdOf('session_b', 'raylet.out')).not.toBe(id);
    expect(sourceIdOf('session_a', 'raylet.err')).not.toBe(id);
  });
});
