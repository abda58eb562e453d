import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lateBuiltins } from '../../../scripts/late-builtins.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'raybar-late-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Bundles a program and runs it. What it prints is JSON. */
async function runs(program: string): Promise<unknown> {
  const entry = path.join(folder, 'entry.js');
  // Of what Node has loaded by itself nothing can be told.
  writeFileSync(
    entry,
    `${program}\nfunction has(name) { return process.moduleLoadList.includes('NativeModule ' + name); }`,
  );
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [lateBuiltins({ names: ['node:http', 'node:crypto', 'node:readline'], into: () => true })],
    // As electron-vite has it: by a list.
    build: {
      ssr: entry,
      outDir: path.join(folder, 'out'),
      rollupOptions: {
        external: ['http', 'node:http', 'node:crypto', 'node:readline'],
        output: { format: 'cjs', entryFileNames: 'entry.cjs' },
      },
    },
    ssr: { noExternal: true },
  });
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(folder, 'out/entry.cjs')]);
  return JSON.parse(stdout);
}

describe('A module of Node’s that is loaded late', () => {
  it('comes with the first use of one of its functions, and not before', async () => {
    const answer = await runs(`
      import { createInterface } from 'node:readline';
      import { PassThrough } from 'node:stream';
      const before = has('readline');
      createInterface({ input: new PassThrough() }).close();
      console.log(JSON.stringify({ before, after: has('readline') }));
    `);
    expect(answer).toEqual({ before: false, after: true });
  });

  it('has its functions, its classes and its members as they are', async () => {
    const answer = await runs(`
      import http, { Agent, createServer } from 'http';
      import { createHash } from 'node:crypto';
      const before = has('http');
      const agent = new Agent({ maxSockets: 3 });
      const server = createServer();
      class Own extends Agent { get doubled() { return 2 * this.maxSockets; } }
      console.log(JSON.stringify({
        before,
        digest: createHash('sha256').update('raybar').digest('hex').length,
        agent: [agent instanceof Agent, agent instanceof http.Agent, agent.maxSockets],
        own: [new Own({ maxSockets: 4 }).doubled, new Own() instanceof Agent],
        listening: server.listening,
        notFound: http.STATUS_CODES[404],
      }));
    `);
    expect(answer).toEqual({
      before: false,
      digest: 64,
      agent: [true, true, 3],
      own: [8, true],
      listening: false,
      notFound: 'Not Found',
    });
  });

  it('is not built where a constant of it is wanted, which could not come late', async () => {
    await expect(
      runs(`import { maxHeaderSize } from 'node:http'; console.log(JSON.stringify(maxHeaderSize));`),
    ).rejects.toThrow('maxHeaderSize');
  });
});
