import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LogPlaces } from '../../src/main/logs/sources/log-places';
import { exampleNow } from './snapshots';

const session = 'session_2026-11-20_06-00-00_123456_4711';
const node = '5a19c3f0d2e84b7f90aa31c6';
const token = 'n3v4r-t0-b3-s33n';
const home = '/Users/owner';
const two = (value: number, count = 2): string => String(value).padStart(count, '0');

/** As Ray writes a time: in the zone of the machine. */
function stamp(at: number): string {
  const time = new Date(at);
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  return `${day} ${clock},${two(time.getMilliseconds(), 3)}`;
}

const cpp = (level: string, pid: number, text: string) => (at: number) =>
  `[${stamp(at)} ${level} ${pid} ${pid + 1}] (raylet) ${text}`;
const python = (level: string, text: string) => (at: number) => `${stamp(at)}\t${level} ${text}`;
const plain = (text: string) => () => text;
const own = (text: string) => (at: number) => `${new Date(at).toISOString()} info ${text}`;
const event = (message: string) => (at: number) =>
  JSON.stringify({ severity: 'INFO', timestamp: Math.floor(at / 1_000), source_type: 'RAYLET', message });

const raylet = 'raylet.out';
const agent = 'dashboard_agent.log';
const trainer = `worker-${node}01-01000000-4711.err`;
const server = `worker-${node}02-01000000-4690.err`;
const raybar = '../raybar/raybar.log';
const events = 'events/event_RAYLET.log';

type Written = readonly [file: string, line: (at: number) => string];

const quiet: readonly Written[] = [
  [raylet, cpp('I', 4680, 'node_manager.cc:616: New job has started. Job id 01000000')],
  [agent, python('INFO', 'agent.py:258 -- Loaded DashboardAgentModule EventAgent')],
  [server, python('INFO', 'http_proxy.py:412 -- POST /v1/completions 200 148.2 ms')],
  [raylet, cpp('D', 4680, 'local_object_manager.cc:245: Spilling 0 objects')],
  [trainer, python('INFO', 'train.py:198 -- epoch 3 step 1184 loss 0.4127 lr 3.0e-04')],
  [raylet, cpp('I', 4680, 'worker_pool.cc:514: Started worker process with pid 4711, the token is 12')],
  [events, event('A worker has started')],
  [raybar, own('The head lists this node ALIVE: 5a19c3f0d2')],
];

const failing: readonly Written[] = [
  [trainer, python('INFO', 'train.py:198 -- epoch 3 step 1190 loss 0.4098 lr 3.0e-04')],
  [
    trainer,
    python('\u001B[1;33mWARNING\u001B[0m', 'mps.py:88 -- unified memory is short: 41.8 of 48 GB are used'),
  ],
  [trainer, python('ERROR', 'train.py:212 -- \u001B[1;31mstep 1191 failed\u001B[0m')],
  [trainer, plain('Traceback (most recent call last):')],
  [trainer, plain(`  File "${home}/lab/train.py", line 209, in train_step`)],
  [trainer, plain('    loss = model(batch).mean()')],
  [trainer, plain(`  File "${home}/lab/model.py", line 64, in forward`)],
  [trainer, plain('    return torch.matmul(q, k.transpose(-2, -1)) * self.scale')],
  [
    trainer,
    plain(
      'RuntimeError: MPS backend out of memory (MPS allocated: 34.12 GB, other allocations: 1.90 GB, max allowed: 36.27 GB). Tried to allocate 2.25 GB on private pool.',
    ),
  ],
  [raylet, cpp('I', 4680, 'node_manager.cc:1586: Worker 12 (pid 4711) is idle again')],
  [raybar, own(`Asked the head with the token ${token}: it answers`)],
];

/** A Mac's worker after a morning, in its files' own formats, and where they are. `folder`: an empty one. */
export function writeExampleLogs(folder: string): LogPlaces {
  const written = new Map<string, string[]>([
    [trainer, [':job_id:01000000', ':task_name:train_step']],
    [server, [':job_id:01000000', ':actor_name:LLMDeployment']],
  ]);
  const cycles = Array.from({ length: 400 }, (_, index) => quiet[(index * 5 + (index % 3)) % quiet.length]);
  const all = [...cycles, ...failing, ...cycles.slice(0, 8)];
  for (const [index, each] of all.entries()) {
    if (each === undefined) continue;
    const [file, line] = each;
    const lines = written.get(file) ?? [];
    lines.push(line(exampleNow - (all.length - index) * 137));
    written.set(file, lines);
  }
  const logs = join(folder, session, 'logs');
  for (const [file, lines] of written) {
    const path = join(logs, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
    utimesSync(path, exampleNow / 1_000, exampleNow / 1_000);
  }
  return {
    folders: [
      { kind: 'raybar', path: join(logs, dirname(raybar)), session: null, current: true },
      { kind: 'session', path: logs, session, current: true },
    ],
    temporaryDirectories: [],
    tasks: [],
    jobs: [],
    homes: [home],
    secrets: [token],
  };
}
