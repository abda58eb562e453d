import { dirname } from 'node:path';
import { whyOwnVariable } from '../../shared/own-variables';
import { joinLabelVariable } from './join-label';

/** What a Ray process may see of the app's own environment: who and where it is, no more. */
const handedOn = [
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TMPDIR',
  'TZ',
  '__CF_USER_TEXT_ENCODING',
  // Whose it is: how strays are recognised (src/main/worker/strays.ts).
  'RAYBAR_STATE_MARK',
] as const;

export interface ProcessEnvironment {
  /** The app's own. */
  ambient: Readonly<Record<string, string | undefined>>;
  /** The interpreter: its folder comes first in PATH, as in an activated environment. */
  python: string;
  /** The settings' extra variables. They refuse those that Raybar sets itself, and here they have no effect. */
  extra: Readonly<Record<string, string>>;
  tokenFile: string | null;
  label: string;
  platform: NodeJS.Platform;
}

/** Pure: the whole environment of `ray start` and, handed down by it, of everything that Ray starts here. */
export function rayEnvironment(from: ProcessEnvironment): Record<string, string> {
  const { ambient, python, extra, tokenFile, label, platform } = from;
  const environment: Record<string, string> = {};
  for (const name of handedOn) {
    const value = ambient[name];
    if (value !== undefined) environment[name] = value;
  }
  environment['PATH'] = `${dirname(python)}:${ambient['PATH'] ?? '/usr/bin:/bin:/usr/sbin:/sbin'}`;
  // Without it Python holds the lines of `ray start` back until its buffer is full.
  environment['PYTHONUNBUFFERED'] = '1';
  // Nothing is told to Ray's makers on the owner's behalf.
  environment['RAY_USAGE_STATS_ENABLED'] = '0';
  for (const [name, value] of Object.entries(extra)) {
    if (whyOwnVariable(name) === null) environment[name] = value;
  }
  if (tokenFile === null) {
    environment['RAY_AUTH_MODE'] = 'disabled';
  } else {
    environment['RAY_AUTH_MODE'] = 'token';
    environment['RAY_AUTH_TOKEN_PATH'] = tokenFile;
  }
  // Ray refuses to be more than one machine's on macOS without it (ray/scripts/scripts.py).
  if (platform === 'darwin') environment['RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER'] = '1';
  environment[joinLabelVariable] = label;
  return environment;
}
