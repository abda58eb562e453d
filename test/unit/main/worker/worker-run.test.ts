import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGcsClient } from '../../../../src/main/ray/gcs/client';
import { currentSystem } from '../../../../src/main/system/current-system';
import { WorkerRun } from '../../../../src/main/worker/worker-run';
import { waitFor } from '../../../support/wait-for';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync('/tmp/rbt-');
});
afterEach(() => rmSync(directory, { recursive: true }));

it('ends a move of objects with the worker, though it hears no SIGTERM: it waits for a head that is away', async () => {
  const python = `${directory}/python`;
  const said = `${directory}/pid`;
  writeFileSync(
    python,
    `#!/bin/sh\ntrap '' TERM\necho $$ > ${said}.new; mv ${said}.new ${said}\nexec sleep 60\n`,
  );
  chmodSync(python, 0o755);
  const system = currentSystem();
  const headAddress = '127.0.0.1:1';
  const run = new WorkerRun({
    system,
    gcs: createGcsClient({ address: headAddress, token: () => Promise.resolve(null) }),
    headGone: () => Promise.resolve(null),
    ambient: process.env,
    record: {
      version: 1,
      label: randomUUID(),
      startedAt: 1,
      python,
      headAddress,
      rayVersion: '2.53.0',
      tokenFile: null,
      dashboardUrl: null,
      embedded: false,
      logFile: `${directory}/log`,
      root: null,
      raylet: null,
      nodeId: null,
      joinedAt: null,
      drain: null,
    },
    keep: () => Promise.resolve(),
    onExit: () => undefined,
    log: () => undefined,
  });
  try {
    const moved = run.evacuate('ab'.repeat(28), 60_000);
    const pid = await waitFor('the move to have begun', () => {
      try {
        return Number(readFileSync(said, 'utf8'));
      } catch {
        return false;
      }
    });
    await run.end('SIGTERM');
    expect(await moved).toBe(false);
    // Its SIGKILL was sent; the kernel ends it when it gets its turn.
    await waitFor('the move to be gone', async () => (await system.processIdentity(pid)) === null);
  } finally {
    await run.endAll();
    run.close();
  }
});
