import { describe, expect, it } from 'vitest';
import { trayMenu, type MenuRow } from '../../../../src/main/shell/tray-menu';
import { workerStateSchema } from '../../../../src/shared/worker-state';
import { exampleNow, exampleSnapshot, exampleWorkerStates } from '../../../support/snapshots';

const place = { locale: 'en-GB', timeZone: 'UTC' };
const menu = (...of: Parameters<typeof exampleSnapshot>) =>
  trayMenu(exampleSnapshot(...of), exampleNow, place);

function labels(rows: readonly MenuRow[]): string[] {
  return rows.flatMap((each) => (each.kind === 'separator' ? [] : [each.label]));
}

function row(rows: readonly MenuRow[], label: string): MenuRow {
  const found = rows.find((each) => each.kind !== 'separator' && each.label === label);
  if (found === undefined) throw new Error(`No row ${label} in ${labels(rows).join(', ')}`);
  return found;
}

describe('the tray’s menu', () => {
  it('begins with the state line, which cannot be chosen', () => {
    expect(menu('contributing')[0]).toEqual({ kind: 'text', label: 'Contributing to lab · 2 tasks' });
  });

  it('offers all that can be done while contributing, in this order', () => {
    expect(labels(menu('contributing'))).toEqual([
      'Contributing to lab · 2 tasks',
      'Contribute',
      'Pause',
      'Drain and leave now',
      'Logs',
      'Activity…',
      'Doctor…',
      'Settings…',
      'Ray dashboard',
      'Quit',
    ]);
  });

  it('ticks Contribute by what is wanted, and turns it around when it is chosen', () => {
    expect(row(menu('contributing'), 'Contribute')).toMatchObject({
      checked: true,
      command: { name: 'off' },
    });
    expect(row(menu('lost'), 'Contribute')).toMatchObject({ checked: true, command: { name: 'off' } });
    expect(row(menu('off'), 'Contribute')).toMatchObject({ checked: false, command: { name: 'on' } });
  });

  it('offers four lengths of a pause', () => {
    expect(row(menu('contributing'), 'Pause')).toEqual({
      kind: 'submenu',
      label: 'Pause',
      rows: [
        {
          kind: 'action',
          label: '30 min',
          enabled: true,
          command: { name: 'pause', input: { minutes: 30 } },
        },
        { kind: 'action', label: '1 h', enabled: true, command: { name: 'pause', input: { minutes: 60 } } },
        { kind: 'action', label: '3 h', enabled: true, command: { name: 'pause', input: { minutes: 180 } } },
        {
          kind: 'action',
          label: 'until tomorrow',
          enabled: true,
          command: { name: 'pause', input: { until: 'tomorrow' } },
        },
      ],
    });
  });

  it('offers to end a pause, and says until when it would go on', () => {
    const rows = menu('off', { wish: { contribute: true, pausedUntil: exampleNow + 30 * 60_000 } });
    expect(row(rows, 'End pause (until 17:32)')).toMatchObject({ command: { name: 'resume' } });
    expect(labels(rows)).not.toContain('Pause');
  });

  it('counts a drain down and names what still runs', () => {
    expect(labels(menu('draining')).slice(0, 4)).toEqual([
      expect.stringMatching(/^Draining/),
      'Done by 17:09:00, in 7 min',
      '    train_step · 12 min',
      '    LLMDeployment · idle',
    ]);
  });

  it('says what was found of a head that does not answer a drain', () => {
    const { error } = exampleWorkerStates.lost;
    const worker = { ...exampleWorkerStates.draining, error };
    expect(labels(menu('draining', { worker })).slice(1, 4)).toEqual([
      'Done by 17:09:00, in 7 min',
      error.found,
      '    train_step · 12 min',
    ]);
  });

  it('counts a drain’s last minute by seconds', () => {
    const worker = { ...exampleWorkerStates.draining, deadlineAt: exampleNow + 9_400 };
    expect(labels(menu('draining', { worker }))[1]).toBe('Done by 17:02:09, in 10 s');
    const over = { ...worker, deadlineAt: exampleNow - 1 };
    expect(labels(menu('draining', { worker: over }))[1]).toBe('Time is up');
  });

  it('shows five tasks of a drain and counts the rest', () => {
    const [task] = exampleSnapshot('draining').tasks;
    const tasks = Array.from({ length: 8 }, (_, index) => ({
      ...task!,
      id: String(index),
      name: `step ${index}`,
    }));
    const shown = labels(menu('draining', { tasks })).filter((label) => label.startsWith('    '));
    expect(shown).toHaveLength(6);
    expect(shown.at(-1)).toBe('    and 3 more');
  });

  it('keeps a task’s name from becoming a shortcut', () => {
    const [task] = exampleSnapshot('draining').tasks;
    const rows = menu('draining', { tasks: [{ ...task!, name: 'fetch&train' }] });
    expect(labels(rows)).toContain('    fetch&&train · 12 min');
  });

  it.each(['backoff', 'failed', 'lost'] as const)('says what was found when %s', (kind) => {
    const rows = menu(kind);
    const { found } = exampleWorkerStates[kind].error;
    expect(labels(rows)[1]?.slice(0, 40)).toBe(found.slice(0, 40));
    expect(labels(rows)[1]?.length).toBeLessThanOrEqual(72);
  });

  it.each(['backoff', 'failed', 'lost'] as const)('offers another try when %s', (kind) => {
    expect(row(menu(kind), 'Try now')).toMatchObject({ command: { name: 'tryNow' } });
  });

  it('welcomes when no cluster was chosen yet', () => {
    const cluster = { ...exampleSnapshot().cluster, kind: 'none' as const, dashboardUrl: null };
    const rows = menu('off', { cluster });
    expect(labels(rows).slice(0, 3)).toEqual(['No cluster yet', 'Join a cluster…', 'Try it here']);
    expect(row(rows, 'Try it here')).toMatchObject({ command: { name: 'tryHere' } });
    expect(row(rows, 'Ray dashboard')).toMatchObject({ enabled: false });
  });

  it.each(workerStateSchema.options.map((option) => option.shape.kind.value))(
    'always has logs, settings and quit (%s)',
    (kind) => {
      const rows = menu(kind);
      for (const label of ['Logs', 'Settings…', 'Quit'])
        expect(row(rows, label)).toMatchObject({ enabled: true });
    },
  );
});
