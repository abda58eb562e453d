import path from 'node:path';
import { ROOT } from './paths.mjs';

export const PACKAGE_USAGE = `Usage: npm run package [-- --mac|--linux [TARGET…] [--arm64|--x64] [--out FOLDER]]

  --mac      TARGET dir, zip, dmg (dir and zip can be made on Linux too); dmg and zip when none is named
  --linux    TARGET dir, AppImage, deb; dir when none is named
  --out      where to put it; dist when it is not said

Without options it packages for this machine.
`;

/** @type {Record<string, {known: string[], usual: string[]}>} */
const TARGETS = {
  darwin: { known: ['dir', 'zip', 'dmg'], usual: ['dmg', 'zip'] },
  linux: { known: ['dir', 'AppImage', 'deb'], usual: ['dir'] },
};

/**
 * @typedef {object} PackageWish
 * @property {'darwin' | 'linux'} os
 * @property {'arm64' | 'x64'} arch
 * @property {string} platform
 * @property {string[]} targets
 * @property {string} out
 */

/**
 * @param {string[]} args
 * @param {{platform: string, arch: string}} machine
 * @returns {PackageWish & {usage: boolean, problem?: string}}
 */
export function readPackageArguments(args, machine) {
  /** @type {PackageWish & {usage: boolean, problem?: string}} */
  const wish = {
    os: machine.platform === 'darwin' ? 'darwin' : 'linux',
    arch: machine.arch === 'arm64' ? 'arm64' : 'x64',
    platform: '',
    targets: [],
    out: path.join(ROOT, 'dist'),
    usage: false,
  };
  const rest = [...args];
  while (rest.length > 0) {
    const arg = rest.shift() ?? '';
    if (arg === '--mac') wish.os = 'darwin';
    else if (arg === '--linux') wish.os = 'linux';
    else if (arg === '--arm64' || arg === '--x64') wish.arch = arg === '--x64' ? 'x64' : 'arm64';
    else if (arg === '--out' && rest.length > 0) wish.out = path.resolve(rest.shift() ?? '');
    else if (arg === '--help' || arg === '-h') wish.usage = true;
    else if (arg.startsWith('-')) return refuse(wish, `Unknown option: ${arg}`);
    else wish.targets.push(arg);
  }
  const { known, usual } = TARGETS[wish.os];
  const unknown = wish.targets.filter((target) => !known.includes(target));
  if (unknown.length > 0) return refuse(wish, `No such target for ${wish.os}: ${unknown.join(' ')}`);
  if (wish.targets.length === 0) wish.targets = usual;
  return { ...wish, platform: `${wish.os}-${wish.arch}` };
}

/**
 * @param {PackageWish} wish
 * @param {string} problem
 */
const refuse = (wish, problem) => ({ ...wish, usage: true, problem });
