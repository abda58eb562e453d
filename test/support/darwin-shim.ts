import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createRunCommand, type RunCommand } from '../../src/main/system/run-command';

/** What one command of macOS answers: by its arguments, joined by blanks; `*` for any. */
export type ShimAnswers = Record<string, { stdout?: string; stderr?: string; code?: number }>;

export interface DarwinShim {
  /** Runs the shim's commands, and only them, through the real command wrapper, however long this machine takes for them. */
  run: RunCommand;
  /** As `run`, within the limits that it is given. */
  runInTime: RunCommand;
  /** Lets a command answer so from now on. */
  answer(command: string, answers: ShimAnswers): Promise<void>;
  /** Every command line so far. */
  calls(): Promise<string[]>;
}

/** What a Mac's own program answers within is too short for a shell that waits for a core. */
const patienceMs = 60_000;

/** Puts programs named as macOS' own into a folder, which answer with recordings. */
export async function openDarwinShim(folder: string): Promise<DarwinShim> {
  const log = path.join(folder, 'calls');
  const bin = path.join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  await writeFile(log, '');
  const runInTime = createRunCommand(bin);
  return {
    run: (file, args, options) => runInTime(file, args, { ...options, timeoutMs: patienceMs }),
    runInTime,
    async answer(command, answers) {
      const program = path.join(bin, command);
      const cases = await Promise.all(
        Object.entries(answers).map(async ([args, { stdout = '', stderr = '', code = 0 }], index) => {
          const recording = path.join(folder, `${command}-${index}`);
          await writeFile(`${recording}.out`, stdout);
          await writeFile(`${recording}.err`, stderr);
          const pattern = args === '*' ? '*' : quoted(args);
          return `${pattern}) /bin/cat ${quoted(`${recording}.out`)}; /bin/cat ${quoted(`${recording}.err`)} >&2; exit ${code};;`;
        }),
      );
      const script = [
        '#!/bin/sh',
        `echo "${command} $*" >> ${quoted(log)}`,
        'case "$*" in',
        ...cases,
        'esac',
        'echo "no recording for $*" >&2; exit 64',
        '',
      ];
      await writeFile(program, script.join('\n'));
      await chmod(program, 0o755);
    },
    calls: async () => (await readFile(log, 'utf8')).split('\n').filter((line) => line !== ''),
  };
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A recording of a Mac; see test/fixtures/macos/README.md. */
export const macRecording = (name: string): Promise<string> =>
  readFile(path.join(import.meta.dirname, '../fixtures/macos', name), 'utf8');
