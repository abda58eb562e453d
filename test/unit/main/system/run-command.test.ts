import { expect, it, onTestFinished, vi } from 'vitest';
import { CommandError } from '../../../../src/main/system/command-error';
import { runCommand } from '../../../../src/main/system/run-command';

const failureOf = async (running: Promise<unknown>): Promise<CommandError> => {
  const error = await running.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof CommandError) return error;
  throw new Error('the command did not fail with a CommandError', { cause: error });
};

it('gives both outputs of a command that succeeds', async () => {
  const output = await runCommand('sh', ['-c', 'echo out; echo err >&2']);
  expect(output).toEqual({ stdout: 'out\n', stderr: 'err\n' });
});

it('always asks for plain numbers and dates', async () => {
  const { stdout } = await runCommand('sh', ['-c', 'echo $LC_ALL'], { env: { LC_ALL: 'de_DE.UTF-8' } });
  expect(stdout).toBe('C\n');
});

it('passes arguments as they are, through no shell', async () => {
  const { stdout } = await runCommand('printf', ['%s', '$HOME; `id`']);
  expect(stdout).toBe('$HOME; `id`');
});

it('gives the command nothing to read', async () => {
  expect((await runCommand('cat', [])).stdout).toBe('');
});

it('tells how a command failed: command, code and both outputs', async () => {
  const error = await failureOf(runCommand('sh', ['-c', 'echo some; echo "no such thing" >&2; exit 3']));
  expect(error).toMatchObject({ file: 'sh', code: 3, signal: null, stdout: 'some\n', timedOut: false });
  expect(error.message).toContain('exited with 3: no such thing');
});

it('tells by which signal a command was ended', async () => {
  const error = await failureOf(runCommand('sh', ['-c', 'kill -TERM $$']));
  expect(error).toMatchObject({ code: null, signal: 'SIGTERM', timedOut: false });
});

it('tells of a program that is not there', async () => {
  const error = await failureOf(runCommand('no-such-program-of-raybar', []));
  expect(error).toMatchObject({ code: null, signal: null, timedOut: false });
  expect(error.message).toContain('ENOENT');
});

it('ends a command that hangs, though it ignores SIGTERM and its child holds the pipe open', async () => {
  const script = 'trap "" TERM; sleep 600 & echo $! ; wait';
  // Long enough for a busy machine's shell to have come to its `wait`.
  const error = await failureOf(runCommand('sh', ['-c', script], { timeoutMs: 4_000 }));
  expect(error).toMatchObject({ timedOut: true, signal: 'SIGKILL' });
  // No number would be 0, and that this very process's group.
  const [child = ''] = /^\d+$/m.exec(error.stdout) ?? [];
  expect(child).not.toBe('');
  process.kill(Number(child), 'SIGKILL');
});

it('knows a command that took too long also where Node ends it before execa does', async () => {
  const later = globalThis.setTimeout;
  vi.stubGlobal('setTimeout', (callback: () => void, ms: number) => later(callback, ms + 10_000));
  onTestFinished(() => void vi.unstubAllGlobals());
  const error = await failureOf(runCommand('sleep', ['60'], { timeoutMs: 100 }));
  expect(error).toMatchObject({ timedOut: true, signal: 'SIGKILL' });
});

it('says once when the command has ended: by itself, killed, or never begun', async () => {
  const endings = async (file: string, args: string[], timeoutMs?: number): Promise<number> => {
    let ended = 0;
    const end = new Promise<void>((resolve) => {
      const onEnded = () => {
        ended += 1;
        resolve();
      };
      runCommand(file, args, { onEnded, ...(timeoutMs === undefined ? {} : { timeoutMs }) }).catch(
        () => undefined,
      );
    });
    await end;
    return ended;
  };
  expect(await endings('true', [])).toBe(1);
  expect(await endings('sleep', ['600'], 50)).toBe(1);
  expect(await endings('no-such-program-of-raybar', [])).toBe(1);
});
