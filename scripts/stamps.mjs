import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A stamp remembers with what a step was last done. The step is done when the stamp says so with the same key;
 * it is taken away before the step starts and written when it has ended well.
 *
 * @param {string} folder
 * @param {string} name
 */
export function stamp(folder, name) {
  const file = path.join(folder, `${name}.json`);
  return {
    /** @param {string} key */
    isDone: (key) => readStamp(file)?.key === key,
    /** @param {string} key */
    isYoungerThan: (/** @type {number} */ ageMs, /** @type {string} */ key, now = Date.now()) => {
      const found = readStamp(file);
      return found?.key === key && now - found.at < ageMs && found.at <= now;
    },
    remove: () => rmSync(file, { force: true }),
    /** @param {string} key */
    write: (key, now = Date.now()) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, `${JSON.stringify({ key, at: now })}\n`);
    },
  };
}

/**
 * @param {string} file
 * @returns {{key: string, at: number} | undefined}
 */
function readStamp(file) {
  try {
    const { key, at } = JSON.parse(readFileSync(file, 'utf8'));
    return typeof key === 'string' && typeof at === 'number' ? { key, at } : undefined;
  } catch {
    return undefined; // None yet, or one that was cut short: the step is not done.
  }
}

/** @param {(string | Buffer)[]} parts */
export function digest(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex').slice(0, 32);
}
