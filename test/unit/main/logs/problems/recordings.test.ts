import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLogFile } from '../../../../support/read-log-file';

const root = 'test/fixtures/ray-logs';

const filesIn = (directory: string): string[] =>
  readdirSync(directory).flatMap((name) => {
    const found = path.join(directory, name);
    return statSync(found).isDirectory() ? filesIn(found) : [found];
  });

/** A recording without the collector's own lines. */
const recording = (file: string): Buffer =>
  Buffer.from(readFileSync(path.join(root, file), 'latin1').replace(/^###.*\n/gm, ''), 'latin1');

const found = (file: string): Record<string, [count: number, detail: string | null]> =>
  Object.fromEntries(
    readLogFile(recording(file)).problems.map(({ key, count, detail }) => [key, [count, detail]]),
  );

/** What a person finds in each, who knows Ray: how often, and what the last one says in particular. */
const expected: Record<string, Record<string, [number, string | null]>> = {
  'recorded/mps-out-of-memory-errors--collected.txt': {
    'mps-out-of-memory': [8, 'wanted 5.81 GiB more, 18.13 GiB are allowed'],
  },
  // A failing agent is Ray's own affair: its traceback is an entry of level error, and no known problem.
  'recorded/ray-dashboard_agent.log--ray2.20-windows.txt': {},
  'recorded/ray-event_RAYLET.log--ray2.20-worker-crash.jsonl': { 'worker-died': [1, 'pid 9536'] },
  'recorded/ray-gcs_server.out--macOS-ray1.8-worker-failures.txt': { 'worker-died': [1, null] },
  'recorded/ray-gcs_server.out--ray2.20-windows.txt': {},
  'recorded/ray-head-lost+node-dead-errors--collected.txt': {
    'head-unreachable': [5, '192.168.2.40:6379'],
    'node-dead': [5, 'cf898cd2'],
    'raylet-died': [2, 'dashboard_agent'],
    'worker-died': [1, null],
    'own-address': [2, '192.168.67.2'],
  },
  'recorded/ray-log_monitor.log--ray1.13.txt': {},
  'recorded/ray-log_monitor.log--ray2.20.txt': {},
  'recorded/ray-macOS-errors--collected.txt': {
    'open-files': [1, null],
    'open-files-limit': [1, '2560'],
    'import-failed grpc': [1, 'Failed to import grpc on Apple Silicon.'],
    // No raylet, no worker, and a worker that could not register.
    'workers-not-registered': [4, null],
    'raylet-died': [3, 'an agent failed'],
  },
  'recorded/ray-memory-monitor-kills--collected.txt': {
    'ray-out-of-memory': [2, '32.53GB / 33.28GB'],
    'worker-died': [1, 'pid 270291'],
    'process-limit': [2, null],
  },
  'recorded/ray-monitor.log--ray2.20-with-autoscaler-status.txt': {},
  'recorded/ray-raylet.err--ray1.13-workers-not-registered.txt': { 'workers-not-registered': [20, null] },
  'recorded/ray-raylet.out--macOS-ray0.9-glog-format-EMFILE.txt': { 'open-files': [1, null] },
  'recorded/ray-raylet.out--macOS-ray2.x-spdlog-start.txt': {},
  'recorded/ray-raylet.out--ray1.13-linux-heartbeat-lag.txt': {},
  'recorded/ray-runtime_env_agent.log--ray2.20.txt': {},
  'recorded/ray-start-head--macOS-ray2.4.txt': {},
  'recorded/ray-start-worker+ray-status--M2Ultra-macOS-vllm-metal.txt': {},
  'recorded/ray-start-worker-block--ray2.x-log-format.txt': {},
  'recorded/ray-version-mismatch-errors--collected.txt': {
    'version-mismatch': [4, 'the cluster has Ray 0.8.0, Python 3.6.5; here Ray 0.8.0, Python 3.6.7'],
  },
  'recorded/ray-worker-progress-bars--collected.txt': {},
  // What Raybar writes of failed tasks, of which Ray tells no file here.
  'raybar/task-failures.log': {
    'task-failed train_step': [3, `ValueError: ${'z'.repeat(288)}`],
    'task-failed flaky': [2, 'ValueError: again'],
    'task-failed Model.__init__': [1, 'OSError: no model'],
    'worker-died': [1, 'killed'],
  },
  // The driver hears of the killed process from the raylet, and once more as its task's exception.
  'session-failing/driver-output.txt': {
    'worker-died': [2, 'pid 32613'],
    'task-failed train_step': [1, 'ValueError: the batch has no weights'],
    'task-failed Trainer.step': [1, 'RuntimeError: trainer failed'],
  },
  'session-failing/events/event_RAYLET.log': { 'worker-died': [1, 'pid 32613'] },
  'session-failing/job-driver-raysubmit_3EMfU4B1BbEUmipW.log': {
    'task-failed train_step': [1, 'ValueError: the batch has no weights'],
    'task-failed Trainer.step': [1, 'RuntimeError: trainer failed'],
  },
  // Three failures; the driver printed the first one's words behind its own, which begin no traceback.
  'session-failing/job-driver-raysubmit_qMmhnixV8fykZBR2.log': {
    'mps-out-of-memory': [3, 'wanted 2.25 GB more, 36.27 GB are allowed'],
    'task-failed train_step': [
      2,
      'RuntimeError: MPS backend out of memory (MPS allocated: 34.12 GB, other allocations: 1.90 GB, max allowed: 36.27 GB). Tried to allocate 2.25 GB on private pool.',
    ],
  },
  'session-failing/ray-start.log': {},
  'session-failing/raylet.1.err': { 'raylet-died': [1, 'dashboard_agent'] },
};

describe('problems in recorded logs', () => {
  it.each(Object.entries(expected))('%s', (file, problems) => {
    expect(found(file)).toStrictEqual(problems);
  });

  it('every recording is looked at', () => {
    const known = new Set(Object.keys(expected));
    const rest = filesIn(root)
      .map((file) => path.relative(root, file))
      .filter((file) => !known.has(file) && !/^session-healthy\/|\.md$|session-failing\/worker-/.test(file));
    expect(rest).toStrictEqual([]);
  });

  it('a healthy session has none, whatever its agents complain of', () => {
    const files = filesIn(path.join(root, 'session-healthy')).map((file) => path.relative(root, file));
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => Object.keys(found(file)).length > 0)).toStrictEqual([]);
    // It is not silent: Ray's event agent failed three times, with tracebacks.
    const agent = readLogFile(recording('session-healthy/dashboard_agent.log')).entries;
    expect(agent.filter(({ level }) => level === 'error')).toHaveLength(3);
  });

  it('is told with its explanation, its fixes and where they lead', () => {
    const [problem] = readLogFile(recording('recorded/mps-out-of-memory-errors--collected.txt')).problems;
    expect(problem).toMatchObject({
      level: 'error',
      title: 'The GPU ran out of memory (MPS)',
      link: { doctorCheck: 'memory' },
      first: 1,
      last: 8,
    });
    expect(problem?.fixes.length).toBeGreaterThan(0);
  });
});
