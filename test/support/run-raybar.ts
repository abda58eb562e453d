import { execFile } from 'node:child_process';
import path from 'node:path';

const program = path.resolve(__dirname, '../../out/cli/raybar.cjs');

/** Runs the built `raybar` as a terminal would, for the app with that state. Resolves with its exit code, whatever that is. */
export function runRaybar(
  stateDirectory: string,
  ...args: string[]
): Promise<{ code: number; stdout: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, RAYBAR_STATE_DIRECTORY: stateDirectory, TZ: 'UTC' };
    execFile(process.execPath, [program, ...args], { env }, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout }),
    );
  });
}
