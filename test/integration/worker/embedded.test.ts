import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { processesOf } from '../../support/ray-processes';
import { startTestCore, type TestCore } from '../../support/test-core';

let core: TestCore;
afterEach(() => core.stop());

const headSchema = z.object({ root: z.object({ pid: z.number() }), head: z.object({ label: z.string() }) });
const headProcesses = () => {
  const { head } = headSchema.parse(
    JSON.parse(readFileSync(join(core.directory, 'state/embedded-head.json'), 'utf8')),
  );
  return processesOf({ pgid: null, mark: `RAYBAR_JOIN_LABEL=${head.label}` });
};
const label = (): string => {
  const { worker } = core.snapshot();
  return 'label' in worker ? worker.label : '';
};

describe('“Try it here”', () => {
  it('starts a head of its own and joins it, starts both anew when the head’s GCS dies, and ends the head with the switch', async () => {
    core = await startTestCore({ tryItHere: true });
    await core.reaches('contributing');
    expect(core.snapshot().cluster).toMatchObject({ kind: 'embedded', name: 'this machine' });
    const first = label();
    const gcs = headProcesses().find(({ command }) => command.includes('gcs_server'));
    process.kill(gcs?.pid ?? 0, 'SIGKILL');
    expect(await core.reaches('lost')).toMatchObject({ cause: 'head-gone', label: first });
    await core.shows('a new join', ({ worker }) => worker.kind === 'contributing' && worker.label !== first);
    // What happened, before what is done about it.
    expect(core.states.slice(core.states.indexOf('lost'), -1)).toEqual([
      'lost',
      'leaving',
      'preparing',
      'joining',
    ]);

    const mine = headProcesses();
    expect(mine.length).toBeGreaterThan(0);
    await core.core.handlers.off(undefined);
    await core.reaches('off');
    await core.shows('no head any more', () => mine.every(({ pid }) => !isRunning(pid)));
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie answers too, until its parent has looked.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
