/** What a script can rely on; `raybar --help` and the README list the same. */
export const exitCodes = {
  ok: 0,
  /** The app refused or failed the command; its error code and fixes are on stderr. */
  failed: 1,
  usage: 2,
  notRunning: 3,
  waitedTooLong: 4,
  /** `raybar status --check` only: out, as its owner wants it. */
  out: 10,
  /** `raybar status --check` only: wanted in, and not there (joining, lost, trying again). */
  notYetIn: 11,
  /** `raybar status --check` only: gave up. */
  gaveUp: 12,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
