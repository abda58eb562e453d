/**
 * A failure that its reader can act on: what was tried, what was found, what to do. Everything that prepares
 * this machine throws these; whatever else is thrown is a bug of ours.
 *
 * @typedef {'offline' | 'no-space' | 'no-permission' | 'wrong-node' | 'wrong-npm' | 'no-python' | 'python-too-old'
 *   | 'python-not-supported' | 'no-venv' | 'no-wheel' | 'hash-mismatch' | 'unsupported-platform'
 *   | 'system-libraries' | 'build-failed' | 'no-display' | 'unusable-path' | 'cancelled' | 'failed'} ProblemCode
 */
export class Problem extends Error {
  /** @param {{code: ProblemCode, tried: string, found: string, fix: string, details?: string, packages?: string[], cause?: unknown}} facts */
  constructor({ code, tried, found, fix, details = '', packages, cause }) {
    super(`${tried}: ${found}`, { cause });
    this.name = 'Problem';
    /** @type {ProblemCode} */
    this.code = code;
    this.tried = tried;
    this.found = found;
    this.fix = fix;
    /** The failed program's own last words, for whoever wants them. */
    this.details = details;
    /** Debian packages that would mend it. */
    this.packages = packages;
  }
}

/** What every network step says when there is no network. */
export const OFFLINE_FIX =
  'Connect this machine to the internet (or set HTTPS_PROXY when a proxy stands in between) and run it again: what is done already is kept.';

/** What every step that writes much says when the disk is full. */
export const NO_SPACE_FIX = 'Free at least 3 GB on this disk and run it again: what is done already is kept.';
