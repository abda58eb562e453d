import { existsSync, readFileSync, statSync, statfsSync } from 'node:fs';
import path from 'node:path';

/** Chromium keeps its pictures in /dev/shm; a container's usual 64 MB are too few for a window. */
const ENOUGH_SHARED_MEMORY_BYTES = 256 * 1024 * 1024;

/**
 * Command-line switches that this machine needs, for development and tests only, each with its reason.
 *
 * @typedef {{flag: string, why: string}} ElectronFlag
 * @param {string} electronDir
 * @returns {ElectronFlag[]}
 */
export function electronFlags(electronDir) {
  if (process.platform !== 'linux') return [];
  return flagsFor({
    root: process.getuid?.() === 0,
    container: isContainer(),
    userNamespaces: hasUserNamespaces(),
    setuidSandbox: isSetuidRoot(path.join(electronDir, 'chrome-sandbox')),
    sharedMemoryBytes: sharedMemoryBytes(),
  });
}

/**
 * @param {{root: boolean, container: boolean, userNamespaces: boolean, setuidSandbox: boolean, sharedMemoryBytes: number}} machine
 * @returns {ElectronFlag[]}
 */
export function flagsFor({ root, container, userNamespaces, setuidSandbox, sharedMemoryBytes: shared }) {
  /** @type {ElectronFlag[]} */
  const flags = [];
  const why = root
    ? 'Chromium refuses to run its sandbox as root'
    : container
      ? 'a container does not let Chromium make its sandbox'
      : !userNamespaces && !setuidSandbox
        ? 'this system does not let programs make user namespaces'
        : undefined;
  if (why) flags.push({ flag: '--no-sandbox', why });
  if (shared < ENOUGH_SHARED_MEMORY_BYTES) {
    flags.push({ flag: '--disable-dev-shm-usage', why: '/dev/shm is too small for a window' });
  }
  return flags;
}

function isContainer() {
  if (process.env['container'] || existsSync('/.dockerenv') || existsSync('/run/.containerenv')) return true;
  return /docker|kubepods|containerd|lxc/.test(read('/proc/1/cgroup'));
}

/** Debian has one switch for them, and Ubuntu since 23.10 another. */
function hasUserNamespaces() {
  return (
    read('/proc/sys/kernel/unprivileged_userns_clone').trim() !== '0' &&
    read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns').trim() !== '1'
  );
}

/** @param {string} file */
function isSetuidRoot(file) {
  try {
    const { uid, mode } = statSync(file);
    return uid === 0 && (mode & 0o4000) !== 0;
  } catch {
    return false;
  }
}

function sharedMemoryBytes() {
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    return blocks * bsize;
  } catch {
    return 0;
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
