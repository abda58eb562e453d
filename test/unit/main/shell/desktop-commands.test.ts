import { describe, expect, it, vi } from 'vitest';
import { desktopCommands, type DesktopParts } from '../../../../src/main/shell/desktop-commands';
import { RaybarFailure } from '../../../../src/shared/errors';
import type { Snapshot } from '../../../../src/shared/snapshot';
import { exampleHistory } from '../../../support/example-history';
import { exampleSnapshot } from '../../../support/snapshots';

function commandsOf(snapshot: Snapshot = exampleSnapshot()) {
  const parts = {
    snapshot: () => snapshot,
    openPath: vi.fn<DesktopParts['openPath']>(async () => ''),
    openUrl: vi.fn<DesktopParts['openUrl']>(async () => undefined),
    showPopover: vi.fn<() => void>(),
    showSettings: vi.fn<() => void>(),
    showActivity: vi.fn<() => void>(),
    activityExport: {
      history: async () => exampleHistory(),
      askForPlace: async () => null,
      write: async () => undefined,
      now: () => 0,
    },
    quit: vi.fn<DesktopParts['quit']>(async () => undefined),
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
    await commands.openLogs(undefined);
    expect(parts.openPath).toHaveBeenCalledExactlyOnceWith('/Users/me/Library/Logs/Raybar');
    parts.openPath.mockResolvedValue('No application for folders');
    expect(await codeOf(commands.openLogs(undefined))).toBe('command-failed');
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

  it('quit with what the command says of the worker', async () => {
    const { parts, commands } = commandsOf();
    await commands.quit({ worker: 'keep' });
    await commands.quit(undefined);
    expect(parts.quit.mock.calls).toEqual([['keep'], [undefined]]);
  });
});
