import { checkCheckoutPath } from './checkout-path.mjs';
import { prepareElectronRuntime, useElectronRuntime } from './electron-runtime.mjs';
import { prepareNpmDependencies } from './npm-dependencies.mjs';
import { PYTHON_ENVIRONMENT, ROOT } from './paths.mjs';
import { RAY_VERSION, preparePythonEnvironment } from './python-environment.mjs';
import { prepareSystemLibraries } from './system-libraries.mjs';

/**
 * All that a checkout needs before it can be built, each step only when it is not done. Python comes before
 * Electron: the stand-in runtime is downloaded with the environment's own pip.
 *
 * @param {{purpose: 'start' | 'test', progress: import('./progress.mjs').Progress, signal?: AbortSignal}} options
 */
export async function prepare({ purpose, progress, signal }) {
  checkCheckoutPath(ROOT);
  await progress.step('system libraries', async ({ doing, doneBefore }) => {
    const { fresh, skipped } = await prepareSystemLibraries({ purpose, onProgress: doing, signal });
    if (!fresh) doneBefore(skipped);
  });
  const python = await progress.step(`Python with Ray ${RAY_VERSION}`, async ({ doing, doneBefore }) => {
    const environment = await preparePythonEnvironment({
      dir: PYTHON_ENVIRONMENT,
      onProgress: doing,
      signal,
    });
    if (!environment.fresh) doneBefore();
    return environment;
  });
  await progress.step('npm dependencies', async ({ doing, doneBefore }) => {
    const { fresh } = await prepareNpmDependencies({ onProgress: doing, signal });
    if (!fresh) doneBefore();
  });
  const electron = await progress.step('Electron', async ({ doing, note, doneBefore }) => {
    const runtime = await prepareElectronRuntime({
      python: python.python,
      onProgress: doing,
      onNote: note,
      signal,
    });
    useElectronRuntime(runtime);
    if (!runtime.fresh) doneBefore(`${runtime.version}, done before`);
    return runtime;
  });
  return { python, electron };
}
