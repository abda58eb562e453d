import { expect, it } from 'vitest';
import { rayLogDirectory, rayLogDirectoryOf } from '../../../../src/main/ray/log-directory';
import type { MeasuredProcessRow } from '../../../../src/main/system/process-row';

const raylet = '/venv/raylet/raylet --raylet_socket_name=/tmp/ray/session_1/sockets/raylet --log_dir=';

it('where Ray writes is in the raylet’s command line', () => {
  expect(rayLogDirectory(`${raylet}/tmp/ray/session_1/logs --resource_dir=/tmp/x`)).toBe(
    '/tmp/ray/session_1/logs',
  );
  expect(rayLogDirectory(`${raylet}/tmp/my ray/logs --head`)).toBe('/tmp/my ray/logs');
  expect(rayLogDirectory(`${raylet}/tmp/ray/logs`)).toBe('/tmp/ray/logs');
  expect(rayLogDirectory('ray::IDLE')).toBeNull();
});

it('is asked for once for each raylet', async () => {
  let pid: number | null = null;
  let listings = 0;
  const row = (of: number): MeasuredProcessRow => ({
    pid: of,
    ppid: 1,
    pgid: of,
    startToken: 'a',
    command: `${raylet}/tmp/${of}/logs`,
    cpuTimeMs: null,
    residentBytes: null,
  });
  const directory = rayLogDirectoryOf(
    {
      listProcesses: async () => {
        listings += 1;
        return [row(7), row(8)];
      },
    },
    () => pid,
  );
  expect(await directory()).toBeNull();
  pid = 7;
  expect([await directory(), await directory()]).toEqual(['/tmp/7/logs', '/tmp/7/logs']);
  pid = 8;
  expect(await directory()).toBe('/tmp/8/logs');
  pid = 9;
  expect(await directory()).toBeNull();
  expect(listings).toBe(3);
});
