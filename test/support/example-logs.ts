import { knownProblems } from '../../src/main/logs/problems/known-problems';
import type { LogProblem, LogProblemId } from '../../src/shared/log-problems';
import type { LogRow, LogSource } from '../../src/shared/log-views';
import type { LogLevel } from '../../src/shared/logs';
import { exampleNow } from './snapshots';

const session = 'session_2026-11-20_06-00-00_123456_4711';

const source = (
  id: string,
  kind: LogSource['kind'],
  name: string,
  own: Partial<LogSource> = {},
): LogSource => ({
  id,
  kind,
  name,
  file: name,
  tasks: [],
  pid: null,
  session: kind === 'raybar' ? null : session,
  current: true,
  bytes: 48_211,
  modifiedAt: exampleNow,
  files: 1,
  ...own,
});

/** What a Mac's worker has after a day, in short. */
export const exampleSources: readonly LogSource[] = [
  source('rb', 'raybar', 'Raybar'),
  source('st', 'ray-start', 'ray start'),
  source('rl', 'raylet', 'raylet.out', { bytes: 1_204_331, files: 2 }),
  source('ag', 'agent', 'dashboard_agent.log'),
  source('w1', 'worker', 'stderr of train_step (pid 4711)', { tasks: ['train_step'], pid: 4711 }),
  source('w2', 'worker', 'stdout of LLMDeployment (pid 4690)', { tasks: ['LLMDeployment'], pid: 4690 }),
  source('ev', 'event', 'event_RAYLET.log', { file: 'events/event_RAYLET.log' }),
  source('old', 'raylet', 'raylet.out', {
    current: false,
    session: 'session_2026-11-18_09-30-00_654321_812',
  }),
];

export interface RowLook extends Partial<Omit<LogRow, 'text'>> {
  readonly sourceId?: string;
}

/** Line `index` of an example; its key tells its number. */
export function exampleRow(index: number, text: string, own: RowLook = {}): LogRow {
  return {
    key: `1:${index}`,
    sourceId: 'rl',
    line: index + 1,
    at: exampleNow - 600_000 + index * 137,
    level: 'info',
    format: 'ray-cpp',
    startsEntry: true,
    text,
    spans: [],
    matches: [],
    cutBytes: 0,
    ...own,
  };
}

type Line = readonly [source: string, level: LogLevel | null, text: string, more?: RowLook];

const quiet: readonly Line[] = [
  [
    'rl',
    'info',
    '(raylet) node_manager.cc:616: New job has started. Job id 01000000 Driver pid 52210 is dead: 0',
  ],
  ['ag', 'info', 'agent.py:258 -- Loaded DashboardAgentModule EventAgent'],
  ['w2', null, 'INFO:     127.0.0.1:52114 - "POST /v1/completions HTTP/1.1" 200 OK'],
  ['rl', 'debug', '(raylet) local_object_manager.cc:245: Spilling 0 objects'],
  ['w1', 'info', 'epoch 3 step 1184 loss 0.4127 lr 3.0e-04'],
  ['rl', 'info', '(raylet) worker_pool.cc:514: Started worker process with pid 4711, the token is 12'],
  ['rb', 'info', 'The head lists this node ALIVE: 5a19c3f0d2'],
];

const failing: readonly Line[] = [
  ['w1', 'info', 'epoch 3 step 1190 loss 0.4098 lr 3.0e-04'],
  [
    'w1',
    'warning',
    'mps.py:88 -- unified memory is short: 41.8 of 48 GB are used',
    { spans: [{ start: 0, end: 9, foreground: 3, bold: true }] },
  ],
  [
    'w1',
    'error',
    'train.py:212 -- step 1191 failed',
    { spans: [{ start: 16, end: 32, foreground: 1, bold: true }] },
  ],
  ['w1', 'error', 'Traceback (most recent call last):', { startsEntry: false, format: 'traceback' }],
  [
    'w1',
    'error',
    '  File "~/lab/train.py", line 209, in train_step',
    { startsEntry: false, format: 'traceback' },
  ],
  ['w1', 'error', '    loss = model(batch).mean()', { startsEntry: false, format: 'traceback' }],
  [
    'w1',
    'error',
    '  File "~/lab/model.py", line 64, in forward',
    { startsEntry: false, format: 'traceback' },
  ],
  [
    'w1',
    'error',
    '    return torch.matmul(q, k.transpose(-2, -1)) * self.scale',
    { startsEntry: false, format: 'traceback' },
  ],
  [
    'w1',
    'error',
    'RuntimeError: MPS backend out of memory (MPS allocated: 34.12 GB, other allocations: 1.90 GB, max allowed: 36.27 GB). Tried to allocate 2.25 GB on private pool.',
    { startsEntry: false, format: 'traceback', spans: [{ start: 0, end: 12, foreground: 9 }] },
  ],
  ['rl', 'info', '(raylet) node_manager.cc:1586: Worker 12 (pid 4711) is idle again'],
  ['rb', 'info', 'Asked the head with the token •••: it answers'],
];

/** `count` quiet lines and, before the last of them, a task that ran out of memory. */
export function exampleRows(count = 400): LogRow[] {
  const lines: Line[] = [];
  for (let index = 0; lines.length < count; index += 1) {
    const line = quiet[(index * 5 + (index % 3)) % quiet.length];
    if (line !== undefined) lines.push(line);
  }
  lines.splice(Math.max(0, count - 9), 0, ...failing);
  return lines.map(([sourceId, level, text, more], index) =>
    exampleRow(index, text, { sourceId, level, format: 'python', ...more }),
  );
}

/** What the product says of a problem: the examples show its own words. */
function wordsOf(id: LogProblemId, lines: readonly string[]) {
  const known = knownProblems.find((problem) => problem.id === id);
  if (known === undefined) throw new Error(`No known problem is called ${id}.`);
  const { level, title, explanation, fixes, link } = known;
  return { id, level, title, explanation, fixes, link, detail: known.detail?.(lines) ?? null };
}

/** The newest failing line of `exampleRows`, and a limit of the system before it. */
export const exampleProblems = (rows: readonly LogRow[]): LogProblem[] => {
  const told = rows.find(({ text }) => text.startsWith('RuntimeError: MPS'));
  if (told === undefined) return [];
  const place = { key: told.key, sourceId: told.sourceId };
  return [
    {
      ...wordsOf('mps-out-of-memory', [told.text]),
      key: 'mps-out-of-memory train_step',
      subject: 'train_step',
      count: 3,
      firstAt: (told.at ?? 0) - 300_000,
      lastAt: told.at,
      first: { key: rows[40]?.key ?? told.key, sourceId: told.sourceId },
      last: place,
    },
    {
      ...wordsOf('open-files', []),
      key: 'open-files',
      subject: null,
      count: 1,
      firstAt: (told.at ?? 0) - 200_000,
      lastAt: (told.at ?? 0) - 200_000,
      first: place,
      last: place,
    },
  ];
};
