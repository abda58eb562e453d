import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cancelled } from './command-problem.mjs';
import { executableOf } from './electron-link.mjs';
import { ELECTRON_PACKAGE } from './paths.mjs';
import { CommandFailed, runCommand } from './run-command.mjs';

/** A site that is there answers a HEAD well within this; one that is not costs no more than this. */
const ANSWER_LIMIT_MS = 3_000;
const DOWNLOAD_LIMIT_MS = 10 * 60_000;

/**
 * Whether the runtime is to be had: it is in electron's own cache, or its site (or the mirror that is set for it)
 * answers. @electron/get itself is asked for the address, so mirrors count as they do for electron.
 *
 * @param {string} version
 * @param {string} platform
 * @returns {Promise<{yes: true} | {yes: false, why: string}>}
 */
export async function electronSiteAnswers(version, platform) {
  const fromElectron = createRequire(path.join(ELECTRON_PACKAGE, 'package.json'));
  const { downloadArtifact } = await import(pathToFileURL(fromElectron.resolve('@electron/get')).href);
  const [os, arch] = platform.split('-');
  /** @type {string | undefined} */
  let address;
  try {
    await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: os,
      arch,
      checksums: fromElectron('./checksums.json'),
      downloader: {
        download: (/** @type {string} */ url) => {
          address = url;
          return Promise.reject(new Error('only the address was wanted'));
        },
      },
    });
    return { yes: true };
  } catch (error) {
    if (!address) return { yes: false, why: error instanceof Error ? error.message : String(error) };
  }
  // Behind a proxy this process cannot ask by itself: let electron's own download find out.
  if (process.env['HTTPS_PROXY'] ?? process.env['https_proxy']) return { yes: true };
  try {
    const response = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
    return response.ok ? { yes: true } : { yes: false, why: `status ${response.status}` };
  } catch (error) {
    return { yes: false, why: reasonOf(error) };
  }
}

/** @param {unknown} error fetch hides the reason in the cause. */
function reasonOf(error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = /** @type {{code?: string}} */ (cause)?.code;
  return code ?? (cause instanceof Error ? cause.message : String(cause));
}

/**
 * Lets the electron package download and unpack its runtime as it always does, and moves it to where ours lie.
 *
 * @param {{dir: string, platform: string}} runtime
 * @param {{onProgress: (doing: string) => void, signal?: AbortSignal}} options
 * @returns {Promise<string | undefined>} Why it did not work.
 */
export async function downloadElectron({ dir, platform }, { onProgress, signal }) {
  const [os, arch] = platform.split('-');
  const dist = path.join(ELECTRON_PACKAGE, 'dist');
  rmSync(dist, { recursive: true, force: true });
  const env = {
    ...process.env,
    ELECTRON_INSTALL_PLATFORM: os,
    ELECTRON_INSTALL_ARCH: arch,
    ...(process.env['HTTPS_PROXY'] ? { ELECTRON_GET_USE_PROXY: 'true' } : {}),
  };
  try {
    await runCommand(process.execPath, [path.join(ELECTRON_PACKAGE, 'install.js')], {
      env,
      signal,
      timeoutMs: DOWNLOAD_LIMIT_MS,
      onLine: onProgress,
    });
  } catch (error) {
    if (signal?.aborted) throw cancelled('Downloading Electron', error);
    const said = error instanceof CommandFailed ? error.stderr.trim().split('\n')[0] : undefined;
    return said || (error instanceof Error ? error.message : String(error));
  }
  if (!existsSync(path.join(dist, executableOf(platform))))
    return 'it unpacked to something else than Electron';
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(path.dirname(dir), { recursive: true });
  renameSync(dist, dir);
  return undefined;
}
