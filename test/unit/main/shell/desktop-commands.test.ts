import { describe, expect, it, vi } from 'vitest';
import { desktopCommands, type DesktopParts } from '../../../../src/main/shell/desktop-commands';
import type { DoctorCheck } from '../../../../src/shared/doctor';
import { RaybarFailure } from '../../../../src/shared/errors';
import type { Snapshot } from '../../../../src/shared/snapshot';
import { exampleHistory } from '../../../support/example-history';
import { exampleSnapshot } from '../../../support/snapshots';

function commandsOf(snapshot: Snapshot = exampleSnapshot()) {
  const parts = {
    snapshot: () => snapshot,
    taskFailedAt: vi.fn<() => number | null>(() => null),
    openPath: vi.fn<DesktopParts['openPath']>(async () => ''),
    openUrl: vi.fn<DesktopParts['openUrl']>(async () => undefined),
    showPopover: vi.fn<() => void>(),
    showSettings: vi.fn<(field: string | null) => void>(),
    showDoctor: vi.fn<(check: DoctorCheck | null) => void>(),
    showActivity: vi.fn<() => void>(),
    showLogs: vi.fn<DesktopParts['showLogs']>(),
    showInFolder: vi.fn<(path: string) => void>(),
    logSourcePath: vi.fn<DesktopParts['logSourcePath']>(async () => '/tmp/ray/raylet.out'),
    logBundle: { askForPlace: async () => null, write: async () => undefined, now: () => 0 },
    activityExport: {
      history: async () => exampleHistory(),
      askForPlace: async () => null,
      write: async () => undefined,
      now: () => 0,
    },
    quit: vi.fn<DesktopParts['quit']>(async (worker) => worker !== undefined),
  };
  return { parts, commands: desktopCommands(parts) };
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'success',
    (problem: unknown) => (problem instanceof RaybarFailure ? problem.error.code : problem),
  );

describe('the desktop’s commands', () => {
  it('open the folder with the logs, and say when that fails', async () => {
    const { parts, commands } = commandsOf();
    await commands.revealLogs(undefined);
    expect(parts.openPath).toHaveBeenCalledExactlyOnceWith('/Users/me/Library/Logs/Raybar');
    parts.openPath.mockResolvedValue('No application for folders');
    expect(await codeOf(commands.revealLogs(undefined))).toBe('command-failed');
  });

  it.each([
    ['contributing', 'end'],
    ['off', 'end'],
    ['failed', 'failure'],
    ['backoff', 'failure'],
    ['lost', 'failure'],
  ] as const)('open the logs of a worker that is %s at the %s', async (kind, anchor) => {
    const { parts, commands } = commandsOf(exampleSnapshot(kind));
    await commands.openLogs(undefined);
    expect(parts.showLogs.mock.calls).toEqual([[{ anchor, sources: null, problems: false }]]);
  });

  it('open the logs where a task failed a moment ago', async () => {
    const { parts, commands } = commandsOf(exampleSnapshot('contributing'));
    parts.taskFailedAt.mockReturnValue(1_700_000_000_000);
    await commands.openLogs(undefined);
    const anchor = { at: 1_700_000_000_000 };
    expect(parts.showLogs.mock.calls).toEqual([[{ anchor, sources: null, problems: false }]]);
  });

  it('open the logs at what a caller asks for', async () => {
    const { parts, commands } = commandsOf();
    const target = { anchor: { key: '3:120' }, sources: ['a1'], problems: true };
    await commands.openLogs(target);
    expect(parts.showLogs).toHaveBeenCalledExactlyOnceWith(target);
  });

  it('show a log’s file in its folder, or open it; a window never sees the path', async () => {
    const { parts, commands } = commandsOf();
    expect(await commands.revealLogSource({ sourceId: 'a1', how: 'folder' })).toBe(undefined);
    expect(parts.showInFolder).toHaveBeenCalledExactlyOnceWith('/tmp/ray/raylet.out');
    await commands.revealLogSource({ sourceId: 'a1', key: '3:120', how: 'editor' });
    expect(parts.logSourcePath.mock.calls).toEqual([
      ['a1', null],
      ['a1', '3:120'],
    ]);
    expect(parts.openPath).toHaveBeenCalledExactlyOnceWith('/tmp/ray/raylet.out');
    parts.openPath.mockResolvedValue('No application');
    expect(await codeOf(commands.revealLogSource({ sourceId: 'a1', how: 'editor' }))).toBe('command-failed');
    parts.logSourcePath.mockResolvedValue(null);
    expect(await codeOf(commands.revealLogSource({ sourceId: 'a1', how: 'folder' }))).toBe('log-source-gone');
  });

  it('open the dashboard that the snapshot names', async () => {
    const { parts, commands } = commandsOf();
    await commands.openDashboard(undefined);
    expect(parts.openUrl).toHaveBeenCalledExactlyOnceWith('http://10.77.0.1:8265');
  });

  it.each([null, 'file:///etc/passwd', 'javascript:alert(1)'])(
    'open nothing for %s',
    async (dashboardUrl) => {
      const { cluster } = exampleSnapshot();
      const { parts, commands } = commandsOf(
        exampleSnapshot('off', { cluster: { ...cluster, dashboardUrl } }),
      );
      expect(await codeOf(commands.openDashboard(undefined))).toBe('dashboard-unreachable');
      expect(parts.openUrl).not.toHaveBeenCalled();
    },
  );

  it('open the Activity window', async () => {
    const { parts, commands } = commandsOf();
    await commands.openActivity(undefined);
    expect(parts.showActivity).toHaveBeenCalledOnce();
  });

  it('open the doctor and the settings at a place, or at none', async () => {
    const { parts, commands } = commandsOf();
    await commands.openDoctor(undefined);
    await commands.openDoctor({ check: 'disk' });
    expect(parts.showDoctor.mock.calls).toEqual([[null], ['disk']]);
    await commands.openSettings(undefined);
    await commands.openSettings({ field: 'worker.cpus' });
    expect(parts.showSettings.mock.calls).toEqual([[null], ['worker.cpus']]);
  });

  it('quit with what the command says of the worker', async () => {
    const { parts, commands } = commandsOf();
    expect(await commands.quit({ worker: 'keep' })).toEqual({ leaves: true });
    expect(await commands.quit(undefined)).toEqual({ leaves: false });
    expect(parts.quit.mock.calls).toEqual([['keep'], [undefined]]);
  });
});
