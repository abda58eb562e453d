import { describe, expect, it } from 'vitest';
import { statusText } from '../../../src/cli/status-text';
import type { Snapshot } from '../../../src/shared/snapshot';
import { noTelemetry, type Telemetry } from '../../../src/shared/telemetry';
import { exampleTelemetry } from '../../support/example-telemetry';
import { exampleNow, exampleSnapshot } from '../../support/snapshots';

const unavailable = (reason: string) => ({ unavailable: reason });

/** The line of that name, without it; null where there is none. */
function line(name: string, telemetry: Partial<Telemetry>, machine: 'mac' | 'linux' = 'mac'): string | null {
  const example = exampleSnapshot('contributing');
  const snapshot: Snapshot = {
    ...example,
    app: { ...example.app, platform: machine === 'mac' ? 'darwin' : 'linux' },
    machine: { ...example.machine, appleSilicon: machine === 'mac' },
    telemetry: { ...exampleTelemetry(true), ...telemetry },
  };
  const found = statusText(snapshot, exampleNow)
    .split('\n')
    .find((each) => each.startsWith(`${name} `));
  return found?.slice(name.length).trim() ?? null;
}

describe('What the machine does not tell, in `raybar status`', () => {
  it.each([
    ['MPS', { gpu: unavailable('ioreg did not answer within 2 s') }, 'ioreg did not answer within 2 s'],
    ['Memory', { memory: unavailable('vm_stat has no pages') }, 'vm_stat has no pages'],
    ['Swap', { swap: unavailable('sysctl tells none') }, 'sysctl tells none'],
    ['Network', { network: unavailable('netstat could not be run') }, 'netstat could not be run'],
    [
      'CPU',
      { cpu: { ...exampleTelemetry(true).cpu, percent: unavailable('measured once so far') } },
      'measured once so far',
    ],
  ])('%s is “not known”, with its reason', (name, telemetry, reason) => {
    expect(line(name, telemetry)).toBe(`not known: ${reason}`);
  });

  it('is no MPS on Linux, where there can be none', () => {
    const gpu = unavailable('Linux has no Apple GPU');
    expect(line('MPS', { gpu }, 'linux')).toBeNull();
    expect(line('Swap', { swap: unavailable('no meminfo') }, 'linux')).toBe('not known: no meminfo');
  });

  it('is said of the half of MPS that is missing, or once of both', () => {
    const { gpu } = exampleTelemetry(true);
    if ('unavailable' in gpu) throw new Error(gpu.unavailable);
    const [use, memory] = [unavailable('no utilisation told'), unavailable('no memory told')];
    expect(line('MPS', { gpu: { ...gpu, devicePercent: use } })).toMatch(
      /^use not known: no utilisation told, holds \S+/,
    );
    expect(line('MPS', { gpu: { ...gpu, inUseBytes: memory } })).toMatch(
      /%, memory not known: no memory told$/,
    );
    expect(line('MPS', { gpu: { ...gpu, devicePercent: use, inUseBytes: memory } })).toBe(
      'not known: no utilisation told',
    );
  });

  it('is not said before the first sample, nor is swap that nobody uses', () => {
    for (const name of ['MPS', 'Memory', 'Swap', 'CPU', 'Network'])
      expect(line(name, noTelemetry)).toBeNull();
    const { swap } = exampleTelemetry(true);
    if ('unavailable' in swap) throw new Error(swap.unavailable);
    expect(line('Swap', { swap: { ...swap, usedBytes: 0 } })).toBeNull();
  });
});
