import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// The servers of a made display have process groups of their own, so they outlive a start that is killed. What they were is kept
// beside them, and the next start clears it. Linux only, as is all of display.mjs.

const PREFIX = 'raybar-bus-';
const RECORD = 'record.json';
/** SS_CONNECTED of linux/net.h, as /proc/net/unix writes it. */
const CONNECTED = '03';

/**
 * A process, by its pid and when it began (clock ticks since boot, as /proc has it): a pid alone is given again.
 *
 * @typedef {{pid: number, began: string}} ProcessMark
 * @typedef {{owner: ProcessMark, servers: ProcessMark[], env: Record<string, string>}} DisplayRecord
 */

/** @param {number} pid @returns {ProcessMark | null} null when it is not there, or only waits for its parent to look */
export function markOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in brackets and may hold anything; the fields are counted behind it.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? null : { pid, began: fields[18] ?? '' };
  } catch {
    return null;
  }
}

/** A folder for a display's sockets, with the record of who made it. */
export function openDisplayRecord(temporaryDirectory = os.tmpdir()) {
  const folder = mkdtempSync(path.join(temporaryDirectory, PREFIX));
  /** @type {DisplayRecord} */
  const record = { owner: markOf(process.pid) ?? { pid: process.pid, began: '' }, servers: [], env: {} };
  const write = () => writeFileSync(path.join(folder, RECORD), JSON.stringify(record), { mode: 0o600 });
  write();
  return {
    folder,
    /** @param {number | undefined} pid @param {Record<string, string>} env What those who use this server carry. */
    add(pid, env) {
      const mark = pid === undefined ? null : markOf(pid);
      if (mark) record.servers.push(mark);
      Object.assign(record.env, env);
      write();
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Ends the servers, and removes the folders, of starts that are no more. Left alone while anything uses them: the app goes on when
 * only its `npm start` was killed, and Electron aborts without its bus.
 *
 * @returns {number} how many were cleared
 */
export function clearLeftDisplays(temporaryDirectory = os.tmpdir()) {
  const folders = readdirSync(temporaryDirectory)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => path.join(temporaryDirectory, name));
  return folders.filter((folder) => {
    const record = readRecord(folder);
    if (!record || isThere(record.owner) || isUsed(record)) return false;
    for (const server of record.servers.filter(isThere)) process.kill(server.pid, 'SIGTERM');
    rmSync(folder, { recursive: true, force: true });
    return true;
  }).length;
}

/** @param {ProcessMark} mark */
const isThere = ({ pid, began }) => markOf(pid)?.began === began;

/** @param {DisplayRecord} record */
const isUsed = (record) => hasClient(record.env) || isCarried(record);

/**
 * Whether somebody is connected to the display or the bus. The one sign that holds for Electron: it writes its processes'
 * titles over the environment that the kernel shows of them.
 *
 * @param {Record<string, string>} env
 */
function hasClient({ DISPLAY, DBUS_SESSION_BUS_ADDRESS }) {
  const display = DISPLAY && `/tmp/.X11-unix/X${DISPLAY.slice(1)}`;
  const bus = /\bpath=([^,]+)/.exec(DBUS_SESSION_BUS_ADDRESS ?? '')?.[1];
  // The server's end of a connection has the name of the socket that it came by. X listens under an abstract name, too.
  const names = new Set([display, display && `@${display}`, bus]);
  return readFileSync('/proc/net/unix', 'utf8')
    .split('\n')
    .some((line) => {
      const [, , , , , state, , name] = line.split(/ +/);
      return state === CONNECTED && name !== undefined && names.has(name);
    });
}

/**
 * Whether a process carries the display or the bus in its environment: it may connect yet, as tests that start apps do.
 *
 * @param {DisplayRecord} record
 */
function isCarried({ servers, env }) {
  const wanted = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.some((pid) => {
    if (servers.some((server) => server.pid === pid)) return false;
    try {
      const carried = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      return wanted.some((each) => carried.includes(each));
    } catch {
      return false;
    }
  });
}

/** @param {string} folder @returns {DisplayRecord | null} null for what is not ours, or not whole */
function readRecord(folder) {
  try {
    if (statSync(folder).uid !== process.getuid?.()) return null;
    const record = JSON.parse(readFileSync(path.join(folder, RECORD), 'utf8'));
    return isMark(record.owner) &&
      Array.isArray(record.servers) &&
      record.servers.every(isMark) &&
      isEnv(record.env)
      ? record
      : null;
  } catch {
    return null;
  }
}

/** @param {unknown} value */
const isMark = (value) =>
  isObject(value) &&
  Number.isInteger(value['pid']) &&
  Number(value['pid']) > 1 &&
  typeof value['began'] === 'string';

/** @param {unknown} value */
const isEnv = (value) => isObject(value) && Object.values(value).every((each) => typeof each === 'string');

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === 'object' && value !== null;
