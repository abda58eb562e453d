import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogSource } from '../../../../../src/shared/log-views';
import { startTestEngine, type TestEngine } from '../../../../support/log-engine';
import { waitFor } from '../../../../support/wait-for';

let logs: TestEngine;
beforeEach(() => {
  logs = startTestEngine();
});
afterEach(() => logs.close());

const sources = (reveal = false): LogSource[] => logs.engine.sources({ earlier: false, reveal });
const names = (reveal = false): string[] =>
  sources(reveal)
    .map(({ name }) => name)
    .sort();

/** Jobs with their entrypoints, each with a log of its own. */
function haveJobs(entrypoints: Record<string, string>): void {
  const jobs = Object.entries(entrypoints).map(([id, name]) => ({ id, name }));
  for (const { id } of jobs) logs.write(`${id}.log`, 'it runs\n');
  logs.setPlaces({
    folders: [{ kind: 'jobs', path: logs.folder, session: null, current: true }],
    jobs,
    homes: ['/Volumes/Data/ada'],
    secrets: ['plainly-the-token'],
  });
}

describe('a log’s name', () => {
  it('hides what its lines hide, unless that is to be seen', () => {
    const entrypoint =
      'password=jobpw777 python /home/dave/x --at /Volumes/Data/ada/y \u001B[1mplainly-the\u001B[0m-token';
    haveJobs({ one: entrypoint });
    expect(names()).toStrictEqual(['password=••• python ~/x --at ~/y •••']);
    expect(names(true)).toStrictEqual([
      'password=jobpw777 python /home/dave/x --at /Volumes/Data/ada/y plainly-the-token',
    ]);
  });

  it('stands on one line and is cut, behind what is hidden', () => {
    haveJobs({
      one: 'python - <<E\n\timport ray\r\nprint("x")\nE',
      two: `run --password\n hunter2 ${'x'.repeat(90)}`,
    });
    expect(names()).toStrictEqual([
      'python - <<E import ray print("x") E',
      `run --password ••• ${'x'.repeat(61)}…`,
    ]);
  });

  it('has the job’s id beside it where two are called the same', () => {
    haveJobs({ first: 'python a.py', second: 'python b.py', third: 'python  a.py', fourth: '' });
    expect(names()).toStrictEqual(['fourth', 'python a.py (first)', 'python a.py (third)', 'python b.py']);
  });

  it('of a job’s driver on this machine is what the job runs, as far as that is known', () => {
    logs.write('job-driver-one.log', 'it runs\n');
    logs.write('job-driver-two.log', 'it runs\n');
    logs.setPlaces({ jobs: [{ id: 'one', name: 'python train.py' }] });
    expect(names()).toStrictEqual(['job-driver-two.log', 'python train.py']);
    expect(sources().map(({ kind }) => kind)).toStrictEqual(['job', 'job']);
  });

  it('of a task and of a file hides it, too, and the task is found by what is shown', async () => {
    const worker = 'worker-0a1b2c-01000000-4711.out';
    const token = `hf_${'a1B2'.repeat(8)}`;
    logs.write(worker, ':job_id:01000000\n:task_name:load token=abc-123-def\nplain print\n');
    logs.write(`${token}.log`, 'a print of another\nof load token=•••\n');
    const shown = sources().sort((a, b) => a.kind.localeCompare(b.kind));
    expect(shown).toMatchObject([
      { kind: 'other', name: '•••.log', file: '•••.log' },
      { kind: 'worker', name: 'stdout of load token=••• (pid 4711)', tasks: ['load token=•••'] },
    ]);
    expect(names(true)).toContain(`${token}.log`);
    expect(logs.engine.pathOf(shown[0]?.id ?? '')).toBe(join(logs.folder, `${token}.log`));
    const { view } = logs.open({ task: 'load token=•••' }).state;
    await waitFor('what mentions it', () => logs.states.some(({ rowCount }) => rowCount === 3));
    expect(await logs.texts(view)).toContain('plain print');
    expect(await logs.texts(view)).not.toContain('a print of another');
  });
});

describe('a worker’s core log', () => {
  it('has the names of what the worker prints, once nothing runs there, too', () => {
    const older = ':task_name:load_batch\n:task_name:train_step\n';
    logs.write('worker-0a1b-01000000-4711.out', older);
    logs.write('worker-0a1b-01000000-4711.err', older);
    logs.write('python-core-worker-0a1b_4711.log', 'of the process\n');
    // A later worker that got the same pid, and one that ran nothing.
    logs.write('worker-9f9f-01000000-4711.out', ':actor_name:Trainer\n');
    logs.write('python-core-worker-9f9f_4711.log', 'of the process\n');
    logs.write('python-core-worker-7e7e_4712.log', 'of the process\n');
    expect(names()).toStrictEqual([
      'core log of Trainer (pid 4711)',
      'core log of train_step, load_batch (pid 4711)',
      'core log of worker (pid 4712)',
      'stderr of train_step, load_batch (pid 4711)',
      'stdout of Trainer (pid 4711)',
      'stdout of train_step, load_batch (pid 4711)',
    ]);
    const core = sources().find(({ name }) => name === 'core log of train_step, load_batch (pid 4711)');
    expect(core).toMatchObject({
      file: 'python-core-worker-0a1b_4711.log',
      tasks: ['train_step', 'load_batch'],
    });
  });

  it.each([[[]], [[{ pid: 4711, name: 'train_step' }]]])(
    'has no lines of a task, with %j running',
    async (tasks) => {
      logs.write('worker-0a1b-01000000-4711.out', ':task_name:train_step\ntrained\n');
      logs.write('python-core-worker-0a1b_4711.log', 'of the process\n');
      logs.setPlaces({ tasks });
      const { view } = logs.open({ task: 'train_step' }).state;
      await waitFor('the search for what mentions it', () =>
        logs.states.some((state) => state.view === view && state.search === null),
      );
      expect(await logs.texts(view)).toStrictEqual([':task_name:train_step', 'trained']);
    },
  );
});
