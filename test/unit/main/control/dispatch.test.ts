import { describe, expect, it } from 'vitest';
import { createDispatch } from '../../../../src/main/control/dispatch';
import { type RaybarError, RaybarFailure } from '../../../../src/shared/errors';
import { type CommandHandlers, commands } from '../../../../src/shared/ipc';
import { defaultSettings } from '../../../../src/shared/settings';
import { exampleSnapshot } from '../../../support/snapshots';

const nothing = async () => undefined;
const handlers: CommandHandlers = {
  status: async () => exampleSnapshot(),
  on: nothing,
  off: nothing,
  leaveNow: nothing,
  pause: nothing,
  resume: nothing,
  tryNow: nothing,
  tryHere: nothing,
  joinCluster: async () => [],
  settingsGet: async () => defaultSettings,
  settingsSet: async () => [],
  testConnection: async () => ({ checks: [], error: null }),
  doctor: () => Promise.reject(new Error('not in this test')),
  runDemo: () => Promise.reject(new Error('not in this test')),
  dismissProblem: nothing,
  openLogs: nothing,
  takeLogsTarget: async () => ({ anchor: 'end', sources: null, problems: false }),
  logsDrawn: async () => undefined,
  revealLogs: nothing,
  revealLogSource: nothing,
  saveLogBundle: async () => null,
  openSettings: nothing,
  openActivity: nothing,
  openDoctor: nothing,
  takeWindowTarget: async () => null,
  exportActivity: async () => null,
  history: () => Promise.reject(new Error('not in this test')),
  logsSources: async () => [],
  logsOpen: () => Promise.reject(new Error('not in this test')),
  logsChange: () => Promise.reject(new Error('not in this test')),
  logsRows: () => Promise.reject(new Error('not in this test')),
  logsLocate: () => Promise.reject(new Error('not in this test')),
  logsMatch: async () => null,
  logsMatches: async () => [],
  logsText: () => Promise.reject(new Error('not in this test')),
  logsFollow: () => Promise.reject(new Error('not in this test')),
  logsClose: nothing,
  logsProblems: async () => ({ problems: [], searchedShare: 1 }),
  logsBundlePreview: () => Promise.reject(new Error('not in this test')),
  openDashboard: nothing,
  openPopover: nothing,
  popoverResized: nothing,
  closeWindow: nothing,
  quit: async () => ({ leaves: true }),
};

function dispatchWith(own: Partial<CommandHandlers>) {
  const logged: [string, unknown][] = [];
  const dispatch = createDispatch({ ...handlers, ...own }, { log: (...entry) => logged.push(entry) });
  return { dispatch, logged };
}

describe('a command', () => {
  it('reaches its handler with its checked input, and its answer comes back', async () => {
    const inputs: unknown[] = [];
    const pause = async (input: unknown) => void inputs.push(input);
    const { dispatch } = dispatchWith({ pause });
    expect(await dispatch('pause', { minutes: 30, extra: 'dropped' }, 'socket')).toEqual({
      type: 'success',
      value: undefined,
    });
    expect(inputs).toEqual([{ minutes: 30 }]);
  });

  it('with a wrong input never reaches its handler, and the field is named', async () => {
    const { dispatch } = dispatchWith({ pause: () => Promise.reject(new Error('it was called')) });
    const result = await dispatch('pause', { minutes: -1 }, 'socket');
    expect(result).toMatchObject({ error: { code: 'command-invalid' } });
    expect(JSON.stringify(result)).toContain('input');
  });

  it('takes no deadline that the settings would not take', async () => {
    const { dispatch } = dispatchWith({});
    expect(await dispatch('off', { deadlineMs: 24 * 3_600_000 }, 'socket')).toMatchObject({
      type: 'success',
    });
    expect(await dispatch('off', { deadlineMs: 24 * 3_600_000 + 1 }, 'socket')).toMatchObject({
      error: { code: 'command-invalid', found: expect.stringContaining('deadlineMs') },
    });
  });

  it('that does not exist is refused with the nearest that does', async () => {
    const { dispatch } = dispatchWith({});
    expect(await dispatch('statsu', undefined, 'socket')).toMatchObject({
      error: { code: 'command-invalid', found: expect.stringContaining('did you mean status?') },
    });
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'is not what every object has: %s',
    async (name) => {
      const { dispatch } = dispatchWith({});
      expect(await dispatch(name, undefined, 'window')).toMatchObject({ error: { code: 'command-invalid' } });
    },
  );

  const windowOnly = Object.entries(commands).flatMap(([name, { surfaces }]) =>
    surfaces.includes('socket') ? [] : [name],
  );
  it.each(windowOnly)('of windows alone is refused over the socket: %s', async (name) => {
    const { dispatch } = dispatchWith({});
    const inputs: Record<string, unknown> = {
      popoverResized: { heightPx: 400 },
      revealLogSource: { sourceId: 'a', how: 'folder' },
      saveLogBundle: { id: 'b1' },
      exportActivity: { format: 'csv', span: '3h' },
    };
    const input = inputs[name];
    expect(await dispatch(name, input, 'socket')).toMatchObject({ error: { code: 'command-invalid' } });
    expect(await dispatch(name, input, 'window')).toMatchObject({ type: 'success' });
  });

  it('that fails for a reason of its owner answers with that error', async () => {
    const error: RaybarError = {
      code: 'no-cluster',
      tried: 'Switched on',
      found: 'No cluster is chosen.',
      fixes: ['Choose one.'],
      retryable: false,
    };
    const { dispatch, logged } = dispatchWith({ on: () => Promise.reject(new RaybarFailure(error)) });
    expect(await dispatch('on', undefined, 'window')).toEqual({ type: 'error', error });
    expect(logged).toEqual([]);
  });

  it('that fails for a bug is logged with its stack, of which the caller hears nothing', async () => {
    const bug = new TypeError('secret detail');
    const { dispatch, logged } = dispatchWith({ on: () => Promise.reject(bug) });
    const result = await dispatch('on', undefined, 'window');
    expect(result).toMatchObject({ error: { code: 'command-failed' } });
    expect(JSON.stringify(result)).not.toContain('secret detail');
    expect(logged).toEqual([['The command on failed', bug]]);
  });

  it('whose handler throws at once answers all the same', async () => {
    const on = (): never => {
      throw new Error('at once');
    };
    const { dispatch } = dispatchWith({ on });
    expect(await dispatch('on', undefined, 'window')).toMatchObject({ error: { code: 'command-failed' } });
  });

  it('whose answer is not what was agreed is a bug, too', async () => {
    const wrong = { ...exampleSnapshot(), seq: 1.5 };
    const { dispatch, logged } = dispatchWith({ status: async () => wrong });
    expect(await dispatch('status', undefined, 'window')).toMatchObject({
      error: { code: 'command-failed' },
    });
    expect(logged).toHaveLength(1);
  });
});
