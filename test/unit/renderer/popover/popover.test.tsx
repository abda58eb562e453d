// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Popover } from '../../../../src/renderer/popover/Popover';
import { failure, success } from '../../../../src/shared/errors';
import { defaultSettings } from '../../../../src/shared/settings';
import { noTelemetry } from '../../../../src/shared/telemetry';
import { exampleTelemetry } from '../../../support/example-telemetry';
import { exampleNodeId, exampleNow, exampleSnapshot, exampleWorkerStates } from '../../../support/snapshots';
import { onClipboard } from '../clipboard';
import { draw } from '../draw';

afterEach(cleanup);

const click = (element: HTMLElement) => act(async () => void fireEvent.click(element));
const button = (name: string | RegExp) => screen.getByRole('button', { name });

describe('the switch', () => {
  it('shows the wish, and switches off', async () => {
    const bridge = await draw(<Popover />, exampleSnapshot('contributing'));
    const toggle = screen.getByRole('switch', { name: 'Contribute to lab' });
    expect(toggle).toHaveProperty('checked', true);
    await click(toggle);
    expect(bridge.callsOf('off')).toEqual([undefined]);
  });

  it('switches on', async () => {
    const bridge = await draw(<Popover />, exampleSnapshot('off'));
    await click(screen.getByRole('switch'));
    expect(bridge.callsOf('on')).toEqual([undefined]);
    expect(bridge.callsOf('off')).toEqual([]);
  });

  it('is still on while the cluster is lost', async () => {
    await draw(<Popover />, exampleSnapshot('lost'));
    expect(screen.getByRole('switch')).toHaveProperty('checked', true);
  });
});

describe('the pause menu', () => {
  it.each([
    ['30 min', { minutes: 30 }],
    ['3 h', { minutes: 180 }],
    ['until tomorrow', { until: 'tomorrow' }],
  ])('pauses %s', async (label, input) => {
    const bridge = await draw(<Popover />, exampleSnapshot('contributing'));
    await click(button('Pause'));
    await click(screen.getByRole('menuitem', { name: label }));
    expect(bridge.callsOf('pause')).toEqual([input]);
  });

  it('gives way to “End pause”', async () => {
    const wish = { contribute: true, pausedUntil: exampleNow + 60_000 };
    const bridge = await draw(<Popover />, exampleSnapshot('off', { wish }));
    expect(screen.queryByRole('button', { name: 'Pause' })).toBe(null);
    await click(button('End pause'));
    expect(bridge.callsOf('resume')).toEqual([undefined]);
  });
});

describe('“Drain…”', () => {
  const openDrain = async () => {
    const settings = { ...defaultSettings, drain: { deadlineMs: 20 * 60_000 } };
    const bridge = await draw(<Popover />, exampleSnapshot('contributing'), {
      settingsGet: () => success(settings),
    });
    await click(button('Drain…'));
    return bridge;
  };

  it('lets the tasks finish by the deadline of the settings', async () => {
    const bridge = await openDrain();
    await click(button('Finish tasks (20 min)'));
    expect(bridge.callsOf('off')).toEqual([undefined]);
    expect(screen.queryByRole('dialog')).toBe(null);
  });

  it('leaves now', async () => {
    const bridge = await openDrain();
    await click(button('Leave now (15 s)'));
    expect(bridge.callsOf('leaveNow')).toEqual([undefined]);
    expect(bridge.callsOf('off')).toEqual([]);
  });
});

describe('a command that fails', () => {
  const error = exampleWorkerStates.backoff.error;

  it('is told with its fixes, until it is dismissed', async () => {
    await draw(<Popover />, exampleSnapshot('off'), { on: () => failure(error) });
    await click(screen.getByRole('switch'));
    expect(within(screen.getByRole('alert')).getByText(error.found)).toBeTruthy();
    for (const fix of error.fixes) expect(screen.getByText(fix)).toBeTruthy();
    await click(button('Dismiss'));
    expect(screen.queryByRole('alert')).toBe(null);
  });

  it('is told also where it did not even reach main', async () => {
    await draw(<Popover />, exampleSnapshot('off'), {
      on: () => {
        throw new Error('the window lost its main process');
      },
    });
    await click(screen.getByRole('switch'));
    expect(screen.getByRole('alert').textContent).toContain('the window lost its main process');
  });
});

describe('what is wrong', () => {
  it('is told with what to do, and can be tried again', async () => {
    const bridge = await draw(<Popover />, exampleSnapshot('backoff'));
    expect(screen.getByText('Nothing listens on that port.')).toBeTruthy();
    await click(button('Try now'));
    await click(button('Open logs'));
    await click(button('Doctor'));
    expect(bridge.callsOf('tryNow')).toHaveLength(1);
    expect(bridge.callsOf('openLogs')).toHaveLength(1);
    expect(bridge.callsOf('openDoctor')).toHaveLength(1);
  });

  it('beside the worker is dismissed by its code', async () => {
    const problem = { ...exampleWorkerStates.failed.error, code: 'settings-corrupt' as const };
    const bridge = await draw(<Popover />, exampleSnapshot('off', { problems: [problem] }));
    await click(button('Dismiss'));
    expect(bridge.callsOf('dismissProblem')).toEqual([{ code: 'settings-corrupt' }]);
  });

  it('is told when main does not give a snapshot', async () => {
    const error = exampleWorkerStates.failed.error;
    await draw(<Popover />, exampleSnapshot(), { status: () => failure(error) });
    expect(screen.getByRole('alert').textContent).toContain(error.found);
  });
});

describe('a drain', () => {
  it('counts down and can be cut short', async () => {
    vi.useFakeTimers({ now: exampleNow, toFake: ['Date'] });
    const bridge = await draw(<Popover />, exampleSnapshot('draining')).finally(() => vi.useRealTimers());
    expect(screen.getByRole('progressbar', { name: 'Time left to drain' })).toBeTruthy();
    await click(button('Leave now'));
    expect(bridge.callsOf('leaveNow')).toEqual([undefined]);
  });

  it('says that the head does not answer, and what was found', async () => {
    const { error } = exampleWorkerStates.lost;
    const worker = { ...exampleWorkerStates.draining, acceptedAt: null, error };
    await draw(<Popover />, exampleSnapshot('draining', { worker }));
    expect(screen.getByText(/^The head does not answer, and will be told/)).toBeTruthy();
    expect(within(screen.getByRole('region', { name: 'What is wrong' })).getByText(error.found)).toBeTruthy();
  });
});

describe('what runs here', () => {
  it('is said to be nothing where there is nothing', async () => {
    await draw(<Popover />, exampleSnapshot('contributing', { tasks: [] }));
    expect(screen.getByText('Nothing runs here now')).toBeTruthy();
  });

  it('shows the first of many, and all when asked', async () => {
    const [task] = exampleSnapshot().tasks;
    if (task === undefined) throw new Error('The example has no task.');
    const tasks = Array.from({ length: 12 }, (_, index) => ({ ...task, id: String(index) }));
    await draw(<Popover />, exampleSnapshot('contributing', { tasks }));
    const table = screen.getByRole('table', { name: /^Running here/ });
    expect(within(table).getAllByRole('rowheader')).toHaveLength(5);
    await click(button('7 more'));
    expect(within(table).getAllByRole('rowheader')).toHaveLength(12);
  });
});

it('follows main’s deltas', async () => {
  const bridge = await draw(<Popover />, exampleSnapshot('contributing'));
  act(() => bridge.emit('delta', { base: 1, changes: { seq: 2, worker: exampleWorkerStates.lost } }));
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Lost the cluster');
  expect(screen.getByRole('status').textContent).toBe('Lost the cluster');
});

it('a reading that the machine does not give is told with its reason, not as 0', async () => {
  const telemetry = {
    ...noTelemetry,
    cpu: { ...noTelemetry.cpu, percent: { unavailable: 'the first comes in a second' } },
  };
  await draw(<Popover />, exampleSnapshot('contributing', { telemetry }));
  expect(screen.getByText('not known: the first comes in a second')).toBeTruthy();
  expect(screen.queryByText('0')).toBe(null);
});

describe('the machine', () => {
  const telemetry = exampleTelemetry(true);

  it('is told as MPS, memory in its parts, pressure, swap, CPU and network', async () => {
    await draw(<Popover />, exampleSnapshot('contributing'));
    expect(screen.getByRole('heading', { name: 'MPS · 16-core GPU' })).toBeTruthy();
    expect(screen.getByText('63')).toBeTruthy();
    const parts = screen.getByRole('list', { name: 'Its parts in GB' });
    expect(
      within(parts)
        .getAllByRole('listitem')
        .map((part) => part.textContent),
    ).toEqual(['Apps 13.7', 'Wired 16.3', 'Compressed 1.2', 'Cached 6.1', 'Free 10.7', 'Swap 307 MB']);
    expect(screen.getByText('pressure normal')).toBeTruthy();
    const limit = screen.getByRole('progressbar', { name: 'GPU’s memory of its limit' });
    expect(limit.getAttribute('aria-valuetext')).toMatch(/^17.4 of about 36 GB; the limit is an estimate/);
    expect(screen.getByText(', efficiency 72 %, performance 28 %')).toBeTruthy();
    expect(screen.getByText('receives 1.2 MB/s, sends 0.4 MB/s')).toBeTruthy();
    expect(screen.getByText('Ray’s worker: 8 % of all CPU, 50 % of all memory')).toBeTruthy();
  });

  it('draws what the GPU did since before the popover was opened, and goes on with each sample', async () => {
    const bridge = await draw(<Popover />, exampleSnapshot('contributing'));
    expect(bridge.callsOf('history')).toEqual([{ span: '10min', after: null }]);
    const before = screen.getByText(/^MPS in the last 2 minutes/).textContent;
    const gpu = 'unavailable' in telemetry.gpu ? telemetry.gpu : { ...telemetry.gpu, devicePercent: 100 };
    const later = { ...telemetry, gpu, at: exampleNow + 1_000 };
    act(() => bridge.emit('delta', { base: 1, changes: { seq: 2, telemetry: later } }));
    expect(screen.getByText(/^MPS in the last 2 minutes/).textContent).not.toBe(before);
    expect(screen.getByText(/^MPS in the last 2 minutes: between \d+ % and 100 %$/)).toBeTruthy();
  });

  it('without a GPU that tells says so in one line, and asks for no history of it', async () => {
    const gpu = { unavailable: 'Linux' };
    const bridge = await draw(<Popover />, exampleSnapshot('off', { telemetry: { ...telemetry, gpu } }));
    expect(screen.getByText('GPU not known: Linux')).toBeTruthy();
    expect(screen.queryByText('GPU holds')).toBe(null);
    expect(bridge.callsOf('history')).toEqual([]);
  });

  it('without the memory’s parts still tells pressure, swap and what the GPU holds', async () => {
    const memory = { unavailable: 'vm_stat failed (exit 1)' };
    const swap = { ...telemetry.swap, usedBytes: 3 * 2 ** 30 };
    await draw(<Popover />, exampleSnapshot('off', { telemetry: { ...telemetry, memory, swap } }));
    const card = screen.getByRole('region', { name: 'Unified memory' });
    expect(within(card).getByText('not known: vm_stat failed (exit 1)')).toBeTruthy();
    expect(within(card).getByText('pressure normal')).toBeTruthy();
    expect(within(card).getByText('Swap 3 GB')).toBeTruthy();
    expect(within(card).getByText('17.4 of about 36 GB')).toBeTruthy();
    expect(within(card).queryByRole('list')).toBe(null);
  });

  it('tells how fast memory is swapped out, which is not how fast swap grows', async () => {
    const swap = { ...telemetry.swap, outBytesPerSecond: 1_200_000 };
    await draw(<Popover />, exampleSnapshot('off', { telemetry: { ...telemetry, swap } }));
    const parts = screen.getByRole('list', { name: 'Its parts in GB' });
    const told = within(parts).getAllByRole('listitem').at(-1);
    expect(told?.textContent).toBe('Swap 307 MB, swapped out 1.2 MB/s');
  });

  it('cuts a long reason off for the eye alone, until it is opened', async () => {
    const reason = 'ioreg was ended after 2 s without an answer, and so what the GPU does is not known';
    await draw(
      <Popover />,
      exampleSnapshot('off', { telemetry: { ...telemetry, gpu: { unavailable: reason } } }),
    );
    const told = button(`GPU not known: ${reason}`);
    expect(told.getAttribute('aria-expanded')).toBe('false');
    await click(told);
    expect(told.getAttribute('aria-expanded')).toBe('true');
  });

  it('says of each task what is not known of it', async () => {
    const [task] = exampleSnapshot().tasks;
    if (task === undefined) throw new Error('The example has no task.');
    const use = { cpuPercent: { unavailable: 'it is new' }, memoryBytes: 9.1 * 2 ** 30 };
    await draw(<Popover />, exampleSnapshot('contributing', { tasks: [{ ...task, use }] }));
    const row = screen.getByRole('row', { name: /train_step/ });
    expect(within(row).getByText('CPU not known: it is new')).toBeTruthy();
    expect(within(row).getByText('9.1 GB')).toBeTruthy();
  });
});

it('the whole node id is copied by pressing the short one', async () => {
  const written = onClipboard();
  await draw(<Popover />, exampleSnapshot('contributing'));
  await click(button('Copy node id 5a19…98e'));
  expect(written).toEqual([exampleNodeId]);
  expect(button('Copied')).toBeTruthy();
});

it('a dashboard that is not known cannot be opened, and says why', async () => {
  const cluster = { ...exampleSnapshot().cluster, dashboardUrl: null };
  const bridge = await draw(<Popover />, exampleSnapshot('contributing', { cluster }));
  const link = button('Ray dashboard');
  expect(link.getAttribute('aria-disabled')).toBe('true');
  await click(link);
  expect(bridge.callsOf('openDashboard')).toEqual([]);
  expect(screen.getByText('The head has not told where its dashboard is.')).toBeTruthy();
});
