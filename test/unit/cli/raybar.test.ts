import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { commandTable } from '../../../src/cli/command-table';
import { exitCodes } from '../../../src/cli/exit-codes';
import { failure, success } from '../../../src/shared/errors';
import { defaultSettings } from '../../../src/shared/settings';
import { formatCountdown } from '../../../src/shared/view/format';
import { startCli } from '../../support/cli';
import { openScriptedApp, type ScriptedApp } from '../../support/control-server';
import { exampleNodeId, exampleSnapshot } from '../../support/snapshots';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder();
const socketPath = () => folder.file('control/socket');
const begin = (...line: string[]) => startCli(socketPath(), line);
const raybar = (...line: string[]) => begin(...line).ended;
const done = () => success(undefined);
const leaves = () => success({ leaves: true });

let app: ScriptedApp | null = null;
async function start(...rest: Parameters<typeof openScriptedApp> extends [string, ...infer R] ? R : never) {
  app = await openScriptedApp(socketPath(), ...rest);
  return app;
}
afterEach(async () => {
  await app?.server.close();
  app = null;
});

describe('raybar without an app', () => {
  it.each([['status'], ['on'], ['settings', 'get'], ['run-demo']])(
    '%s %s exits 3 and says what to do',
    async (...line) => {
      const { code, stdout, stderr } = await raybar(...line);
      expect(code).toBe(exitCodes.notRunning);
      expect(stdout).toBe('');
      expect(stderr).toContain('app-not-running');
      expect(stderr).toContain('Start Raybar');
    },
  );

  it('says it in JSON, too', async () => {
    const { code, stdout } = await raybar('status', '--json');
    expect(code).toBe(exitCodes.notRunning);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'app-not-running', fixes: expect.any(Array) },
    });
  });

  it('still has its help and its version', async () => {
    const { code, stdout } = await raybar('--help');
    expect(code).toBe(exitCodes.ok);
    for (const { name } of commandTable) expect(stdout).toContain(`  ${name}`);
    for (const exitCode of Object.values(exitCodes))
      expect(stdout).toMatch(new RegExp(`^  ${exitCode} `, 'm'));
    expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect(await raybar('--version')).toMatchObject({ code: exitCodes.ok, stdout: '0.1.0\n' });
    expect((await raybar('pause', '--help')).stdout).toContain('Usage: raybar pause 30m');
  });
});

const notUnderstood: [line: string[], words: string][] = [
  [[], 'no command'],
  [['stats'], 'did you mean `raybar status`?'],
  [['settings', 'gte'], 'did you mean `raybar settings get`?'],
  [['puase', '30m'], 'there is no command "puase"; did you mean `raybar pause`?'],
  [['bogus'], 'there is no command "bogus"; `raybar --help` lists the commands'],
  [['settings'], '"settings" alone is no command; there are `raybar settings get` and `raybar settings set`'],
  [
    ['settings', 'worker.cpus'],
    'there is no command "settings worker.cpus"; there are `raybar settings get` and `raybar settings set`',
  ],
  [['status', '--jsn'], '--jsn'],
  [['status', 'extra'], 'extra'],
  [['pause'], 'raybar pause 30m'],
  [['pause', 'soon'], '"soon" is no duration'],
  [['pause', '0m'], 'pause: for how long? 0 is no pause; `raybar resume` ends one'],
  [['pause', '8d'], 'pause: "8d" is more than 7 days'],
  [['run-demo', '--for', '0s'], '--for: "0s" will not do; the demo runs for 1 s to 10 min'],
  [['run-demo', '--for', '11m'], '--for: "11m" will not do'],
  [['pause', '-5m'], 'pause: "-5m" is no duration'],
  [['off', '--deadline', 'never'], '"never" is no duration'],
  [['off', '--deadline', '-5m'], '--deadline: "-5m" is no duration'],
  [['off', '--deadline', '--wait'], "'--deadline"],
  [['off', '--wait', '--timeout'], "'--timeout"],
  [['run-demo', '--for', '-1'], '--for: "-1" is no duration'],
  [['settings', 'set', '--jsn', 'worker.cpus', '4'], '--jsn'],
  [['settings', 'set', 'worker.cpus'], 'raybar settings set PATH VALUE'],
  [['settings', 'set', 'worker.cpus', '4', 'worker.gpus'], 'worker.gpus has no value'],
  [['quit', '--drain', '--keep'], 'not both'],
  [['off', '--deadline', '5x'], '--deadline: "5x" is no duration'],
  [['off', '--deadline', '25h'], '--deadline: "25h" is more than 24 h, the longest there is'],
  [['drain', '--wait', '--deadline', '999d'], '--deadline: "999d" is more than 24 h'],
  [['pause', '5x'], 'pause: "5x" is no duration'],
  [['run-demo', '--for', 'x'], '--for: "x" is no duration'],
  [['on', '--wait', '--timeout', '5x'], '--timeout: "5x" is no duration'],
  [['try-now', '--wait', '--timeout', 'x'], '--timeout: "x" is no duration'],
  [['off', '--wait', '--timeout', '5x'], '--timeout: "5x" is no duration'],
  [['leave-now', '--wait', '--timeout', '5x'], '--timeout: "5x" is no duration'],
  [['leave-now', '--timeout', 'x'], '--timeout: "x" is no duration'],
  [['on', '--wait', '--timeout', '30d'], '--timeout: "30d" is more than 24 days, the longest there is'],
  [['settings', 'get', 'foo.bar'], 'there is no setting foo.bar'],
  [['settings', 'get', 'worker.cpu'], 'there is no setting worker.cpu; did you mean worker.cpus?'],
  [['settings', 'set', 'worker.cpus', '4', 'foo.bar', '1'], 'there is no setting foo.bar'],
];

describe('a command line that is not understood', () => {
  it.each(notUnderstood)('%j exits 2, sends nothing, and says what was wrong', async (line, words) => {
    const { commands } = await start();
    const { code, stderr } = await raybar(...line);
    expect(code).toBe(exitCodes.usage);
    expect(stderr).toContain(words);
    expect(commands).toEqual([]);
  });

  it.each(notUnderstood)('%j is told without an app, too', async (line, words) => {
    const { code, stderr } = await raybar(...line);
    expect(code).toBe(exitCodes.usage);
    expect(stderr).toContain(words);
  });
});

describe('raybar status', () => {
  it('is made to be read', async () => {
    await start();
    const { code, stdout } = await raybar('status');
    expect(code).toBe(exitCodes.ok);
    expect(stdout).toMatchInlineSnapshot(`
      "Contributing to lab
      since 09:12 · 2 tasks · node 5a19…98e

      Why        you switched it on
      Cluster    lab (10.77.0.1:6379, Ray 2.53.0)
      Dashboard  http://10.77.0.1:8265
      Node       5a195bfdc6f5fdd674104b74089ea4cfd6315f8c436f125565c8b98e
      MPS        63 %, holds 17.4 of about 36 GB
      Memory     31.2 of 48 GB, pressure normal
      Swap       307 MB
      CPU        41 %
      Network    ↓ 1.2 ↑ 0.4 MB/s
      Worker     8 % of all CPU, 50 % of all memory
      Awake      kept awake while tasks run here

      Tasks
        train_step     12 min  1 MPS, 1 CPU  96 % CPU  9.1 GB   task
        LLMDeployment  3 h     0.95 GPU      3 % CPU   14.2 GB  idle actor
      "
    `);
  });

  it('shows what failed, and what to do', async () => {
    await start({}, exampleSnapshot('failed'));
    const { stdout } = await raybar('status');
    expect(stdout).toContain('(ray-version-mismatch)\n- Install ray[default]==2.53.0');
  });

  it('in JSON is the snapshot', async () => {
    await start();
    expect(JSON.parse((await raybar('status', '--json')).stdout)).toEqual(exampleSnapshot());
  });

  it.each([
    ['contributing', exitCodes.ok],
    ['off', exitCodes.out],
    ['draining', exitCodes.out],
    ['asleep', exitCodes.out],
    ['joining', exitCodes.notYetIn],
    ['lost', exitCodes.notYetIn],
    ['backoff', exitCodes.notYetIn],
    ['failed', exitCodes.gaveUp],
  ] as const)('--check tells %s by the exit code %d', async (kind, code) => {
    await start({}, exampleSnapshot(kind));
    expect((await raybar('status', '--check')).code).toBe(code);
    expect((await raybar('status')).code).toBe(exitCodes.ok);
  });

  it('--watch writes a line a change, until the app quits', async () => {
    const { change, server } = await start({}, exampleSnapshot('off'));
    const { output, ended } = begin('status', '--watch');
    await expect.poll(() => output.stdout).toContain('Not contributing');
    change(exampleSnapshot('joining'));
    await expect.poll(() => output.stdout).toContain('Joining lab');
    change(exampleSnapshot('joining', { seq: 2 }));
    change(exampleSnapshot('contributing'));
    await expect.poll(() => output.stdout).toContain('Contributing to lab');
    await server.close();
    const { code, stdout } = await ended;
    expect(code).toBe(exitCodes.notRunning);
    expect(stdout).toBe(
      '17:02:00  Not contributing\n17:02:00  Joining lab\n17:02:00  Contributing to lab · 2 tasks\n',
    );
  });
});

describe('raybar on and off', () => {
  it('send their commands, and say so', async () => {
    const { commands } = await start({ on: done, off: done, leaveNow: done, tryNow: done });
    expect(await raybar('on')).toMatchObject({
      code: exitCodes.ok,
      stdout: 'Contributing is switched on.\n',
    });
    expect((await raybar('off', '--json')).stdout).toBe('{"ok":true}\n');
    await raybar('off', '--deadline', '90s');
    await raybar('drain', '--deadline', '1h30m');
    await raybar('leave-now');
    await raybar('try-now');
    expect(commands).toEqual([
      ['on', undefined],
      ['off', undefined],
      ['off', { deadlineMs: 90_000 }],
      ['off', { deadlineMs: 5_400_000 }],
      ['leaveNow', undefined],
      ['tryNow', undefined],
    ]);
  });

  it('tell a refusal by its code and its fixes', async () => {
    const error = {
      code: 'no-cluster' as const,
      tried: 'Switched on',
      found: 'No cluster is chosen.',
      fixes: ['Choose one with `raybar settings set cluster.headAddress HOST:PORT`.'],
      retryable: false,
    };
    await start({ on: () => failure(error) });
    const { code, stderr } = await raybar('on');
    expect(code).toBe(exitCodes.failed);
    expect(stderr).toBe(`raybar: Switched on: No cluster is chosen. (no-cluster)\n- ${error.fixes[0]}\n`);
    expect(JSON.parse((await raybar('on', '--json')).stdout)).toEqual({ error });
  });

  it('--wait until the cluster has this machine', async () => {
    const { change } = await start({ on: done }, exampleSnapshot('off'));
    const waiting = raybar('on', '--wait');
    await expect.poll(() => app?.subscribers()).toBe(1);
    change(exampleSnapshot('joining'));
    change(exampleSnapshot('contributing'));
    expect(await waiting).toMatchObject({
      code: exitCodes.ok,
      stdout: expect.stringContaining('Contributing to lab: since'),
    });
  });

  it('--wait no longer when the worker gave up', async () => {
    const { change } = await start({ on: done }, exampleSnapshot('joining'));
    const waiting = raybar('on', '--wait');
    await expect.poll(() => app?.subscribers()).toBe(1);
    change(exampleSnapshot('failed'));
    expect(await waiting).toMatchObject({
      code: exitCodes.failed,
      stderr: expect.stringContaining('ray-version-mismatch'),
    });
  });

  it('--wait no longer than --timeout, and tell what stood in the way', async () => {
    await start({ on: done }, exampleSnapshot('backoff'));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const waiting = raybar('on', '--wait', '--timeout', '100ms');
    await vi.waitUntil(() => app?.subscribers() === 1, 30_000);
    // What was sent to the one before has come by then.
    await raybar('status');
    vi.advanceTimersByTime(100);
    const { code, stderr } = await waiting;
    expect(code).toBe(exitCodes.waitedTooLong);
    expect(stderr).toContain('Cannot join lab');
    expect(stderr).toContain('Nothing listens on that port.');
  });

  it('--wait no longer than the app lives', async () => {
    const { server } = await start({ on: done }, exampleSnapshot('joining'));
    const waiting = raybar('on', '--wait');
    await expect.poll(() => app?.subscribers()).toBe(1);
    await server.close();
    expect(await waiting).toMatchObject({ code: exitCodes.notRunning });
  });

  it.each([
    [['off', '--wait'], 7_200_000, '2 h 1 min'],
    [['off', '--wait', '--deadline', '90s'], 7_200_000, '2 min 30 s'],
    [['drain', '--wait', '--timeout', '3m'], 7_200_000, '3 min'],
    [['leave-now', '--wait'], 7_200_000, '1 min'],
  ])('%j with a drain of %d ms in the settings waits %s', async (line, deadlineMs, waits) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const timers = vi.spyOn(globalThis, 'setTimeout');
    try {
      const settings = { ...defaultSettings, drain: { deadlineMs } };
      const answers = { off: done, leaveNow: done, settingsGet: () => success(settings) };
      const { change } = await start(answers, exampleSnapshot('draining'));
      const waiting = raybar(...line);
      await vi.waitUntil(() => app?.subscribers() === 1, 30_000);
      const longest = Math.max(...timers.mock.calls.map(([, ms]) => ms ?? 0));
      expect(formatCountdown(longest)).toBe(waits);
      change(exampleSnapshot('off'));
      expect((await waiting).code).toBe(exitCodes.ok);
    } finally {
      vi.useRealTimers();
      vi.restoreAllMocks();
    }
  });

  it('off --wait until nothing is left', async () => {
    const { change } = await start(
      { off: done, settingsGet: () => success(defaultSettings) },
      exampleSnapshot('draining'),
    );
    const waiting = raybar('off', '--wait', '--json');
    await expect.poll(() => app?.subscribers()).toBe(1);
    change(exampleSnapshot('leaving'));
    change(exampleSnapshot('off'));
    const { code, stdout } = await waiting;
    expect(code).toBe(exitCodes.ok);
    expect(JSON.parse(stdout)).toEqual(exampleSnapshot('off'));
  });
});

describe('raybar pause', () => {
  it.each([
    ['30m', { minutes: 30 }],
    ['30', { minutes: 30 }],
    ['3h', { minutes: 180 }],
    ['1h30m', { minutes: 90 }],
    ['tomorrow', { until: 'tomorrow' }],
  ])('%s', async (length, input) => {
    const { commands } = await start({ pause: done });
    expect((await raybar('pause', length)).code).toBe(exitCodes.ok);
    expect(commands).toEqual([['pause', input]]);
  });
});

describe('raybar settings', () => {
  const settings = {
    ...defaultSettings,
    worker: { ...defaultSettings.worker, labels: { 'example.org/zone': 'here' } },
  };
  const settingsGet = () => success(settings);

  it('get lists every field by the path that set takes', async () => {
    await start({ settingsGet });
    const { stdout } = await raybar('settings', 'get');
    expect(stdout).toMatch(/^worker\.cpus +auto$/m);
    expect(stdout).toMatch(/^worker\.labels +\{"example\.org\/zone":"here"\}$/m);
    expect(stdout).toMatch(/^metrics\.push\.job +raybar$/m);
    expect(stdout).not.toContain('version');
    expect(JSON.parse((await raybar('settings', 'get', '--json')).stdout)).toEqual(settings);
  });

  it.each([
    ['worker.cpus', 'auto\n', '"auto"\n'],
    ['drain.deadlineMs', '600000\n', '600000\n'],
    ['worker.labels.example.org/zone', 'here\n', '"here"\n'],
    ['cluster', '{\n  "kind": "none"\n}\n', '{"kind":"none"}\n'],
  ])('get %s is the bare value', async (path, text, json) => {
    await start({ settingsGet });
    expect((await raybar('settings', 'get', path)).stdout).toBe(text);
    expect((await raybar('settings', 'get', path, '--json')).stdout).toBe(json);
  });

  it.each([
    ['cluster.headAddress', 'there is no setting cluster.headAddress now'],
    ['worker.labels.example.org/zones', 'there is no setting worker.labels.example.org/zones now'],
  ])('get %s says that it is not there now', async (path, words) => {
    await start({ settingsGet });
    const { code, stderr } = await raybar('settings', 'get', path);
    expect(code).toBe(exitCodes.usage);
    expect(stderr).toContain(words);
  });

  it('get version tells the version of their shape', async () => {
    await start({ settingsGet });
    expect((await raybar('settings', 'get', 'version')).stdout).toBe(`${settings.version}\n`);
  });

  it('set sends several fields together, as they were typed', async () => {
    const { commands } = await start({ settingsSet: () => success([]) });
    const { code } = await raybar('settings', 'set', 'worker.cpus', '4', 'cluster.headAddress', 'h:1');
    expect(code).toBe(exitCodes.ok);
    expect(commands).toEqual([
      [
        'settingsSet',
        [
          ['worker.cpus', '4'],
          ['cluster.headAddress', 'h:1'],
        ],
      ],
    ]);
  });

  it('set tells every field that was refused', async () => {
    const problems = [{ field: 'worker.cpus', message: 'must be at least 0' }];
    await start({ settingsSet: () => success(problems) });
    const human = await raybar('settings', 'set', 'worker.cpus', 'x');
    expect(human).toMatchObject({ code: exitCodes.failed, stdout: '' });
    expect(human.stderr).toContain('worker.cpus: must be at least 0');
    const { stdout } = await raybar('settings', 'set', 'worker.cpus', 'x', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'settings-invalid' }, problems });
  });

  it.each([
    [
      ['worker.cpus', '-1'],
      ['worker.cpus', '-1'],
    ],
    [
      ['--', 'worker.cpus', '-1'],
      ['worker.cpus', '-1'],
    ],
    [
      ['worker.environment.FLAGS', '--fast', '--json'],
      ['worker.environment.FLAGS', '--fast'],
    ],
    [
      ['--json', 'worker.labels.zone', '-x'],
      ['worker.labels.zone', '-x'],
    ],
  ])('set %j leaves it to the field whether a value may begin with a dash', async (words, sent) => {
    const { commands } = await start({ settingsSet: () => success([]) });
    expect((await raybar('settings', 'set', ...words)).code).toBe(exitCodes.ok);
    expect(commands).toEqual([['settingsSet', [sent]]]);
  });
});

describe('raybar run-demo', () => {
  const demo = {
    submissionId: 'raybar-demo-1',
    ranHere: true,
    task: 'demo_step',
    nodeId: exampleNodeId,
    status: 'SUCCEEDED',
    output: ['hello from here'],
  };

  it('shows the task running here while it runs, and then that it did', async () => {
    let finish: (() => void) | undefined;
    const ran = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const idle = exampleSnapshot('contributing', { tasks: [] });
    const { change, commands } = await start({ runDemo: () => ran.then(() => success(demo)) }, idle);
    const { output, ended } = begin('run-demo', '--for', '5s');
    await expect.poll(() => app?.subscribers()).toBe(1);
    const [task] = exampleSnapshot().tasks;
    // The first snapshot may still be on its way: what ran before is no news, so the task comes with a change after it.
    await expect
      .poll(() => {
        change(idle);
        change(exampleSnapshot('contributing', { tasks: task === undefined ? [] : [task] }));
        return output.stdout;
      })
      .toContain('Runs here');
    finish?.();
    const { code, stdout } = await ended;
    expect(code).toBe(exitCodes.ok);
    expect(commands).toEqual([['runDemo', { seconds: 5 }]]);
    expect(stdout).toContain('Runs here on node 5a19…98e: train_step\n');
    expect(stdout).toContain('The job’s task ran here, on node 5a19…98e: SUCCEEDED.');
  });

  it('fails when the job ran elsewhere', async () => {
    await start({ runDemo: () => success({ ...demo, ranHere: false, nodeId: null }) });
    const { code, stdout } = await raybar('run-demo', '--json');
    expect(code).toBe(exitCodes.failed);
    expect(JSON.parse(stdout)).toMatchObject({ ranHere: false });
  });
});

it('an answer of another version is told as that', async () => {
  await start({ settingsGet: () => success({ version: 99 }) });
  const { code, stderr } = await raybar('settings', 'get');
  expect(code).toBe(exitCodes.failed);
  expect(stderr).toContain('`raybar` of the same version');
});

describe('raybar quit while a question stands on the desktop', () => {
  const never = () => new Promise<never>(() => undefined);
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('says so after a second, and how it can be answered from a terminal', async () => {
    let answer: ((result: ReturnType<typeof leaves>) => void) | undefined;
    const answered = new Promise<ReturnType<typeof leaves>>((resolve) => {
      answer = resolve;
    });
    const { commands } = await start({ quit: () => answered });
    const { output, ended } = begin('quit', '--json');
    await vi.waitUntil(() => commands.length === 1, 30_000);
    vi.advanceTimersByTime(999);
    expect(commands).toEqual([['quit', undefined]]);
    vi.advanceTimersByTime(1);
    await vi.waitUntil(() => output.stderr !== '', 30_000);
    expect(output.stderr).toContain('Raybar asks on the desktop');
    expect(output.stderr).toContain('`raybar quit --drain` or `raybar quit --keep`');
    answer?.(leaves());
    expect(await ended).toMatchObject({ code: exitCodes.ok, stdout: '{"ok":true}\n' });
  });

  it.each([
    ['where the app answers nothing else either', ['quit'], { quit: never, status: never }],
    ['where the command itself has the answer', ['quit', '--keep'], { quit: never }],
  ])('does not say so %s', async (_, line, answers) => {
    const { commands } = await start(answers);
    const { ended } = begin(...line);
    await vi.waitUntil(() => commands.length === 1, 30_000);
    vi.advanceTimersByTime(60_000);
    const { code, stderr } = await ended;
    expect(code).toBe(exitCodes.waitedTooLong);
    expect(stderr).not.toContain('asks on the desktop');
  });
});

it('quit says so where its owner called it off', async () => {
  await start({ quit: () => success({ leaves: false }) });
  const { code, stdout, stderr } = await raybar('quit');
  expect(code).toBe(exitCodes.failed);
  expect(stdout).toBe('');
  expect(stderr).toContain('called off on the desktop');
});

it('quit passes on what becomes of the worker', async () => {
  const { commands } = await start({ quit: leaves, openPopover: done });
  await raybar('quit', '--keep');
  await raybar('quit');
  await raybar('open');
  expect(commands).toEqual([
    ['quit', { worker: 'keep' }],
    ['quit', undefined],
    ['openPopover', undefined],
  ]);
});
