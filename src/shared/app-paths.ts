/** What the rule needs to know; main and the terminal each bring their own. */
export interface PathFacts {
  platform: string;
  env: Readonly<Record<string, string | undefined>>;
  /** The owner's home directory. */
  home: string;
  /** `os.tmpdir()`. */
  temporaryDirectory: string;
  uid: number;
}

/** Longest path of a Unix socket, without its NUL: macOS has room for 104 bytes, Linux for 108. */
export const longestSocketPathBytes = 103;

/** Pure: where Raybar keeps its state: RAYBAR_STATE_DIRECTORY, else Electron's userData of an app named Raybar. */
export function stateDirectory({
  platform,
  env,
  home,
}: Pick<PathFacts, 'platform' | 'env' | 'home'>): string {
  const chosen = env['RAYBAR_STATE_DIRECTORY'];
  if (chosen !== undefined && chosen !== '') return withoutEndSlash(chosen);
  if (platform === 'darwin') return `${home}/Library/Application Support/Raybar`;
  const config = env['XDG_CONFIG_HOME'];
  return `${config === undefined || config === '' ? `${home}/.config` : withoutEndSlash(config)}/Raybar`;
}

/** Pure: where Raybar's own log is: the Mac's place for logs, unless somebody has chosen where all of it lies (`elsewhere`). */
export function logDirectory(
  { platform, home }: Pick<PathFacts, 'platform' | 'home'>,
  state: string,
  elsewhere: boolean,
): string {
  return platform === 'darwin' && !elsewhere ? `${home}/Library/Logs/Raybar` : `${state}/logs`;
}

/**
 * Pure: where Raybar makes its own Python environment. Not in the state directory: Ray starts some of its processes by an unquoted shell
 * line, so a space in the path ("Application Support") would keep them from starting.
 */
export const ownPythonEnvironment = (home: string): string => `${withoutEndSlash(home)}/.raybar/python`;

/**
 * Pure: where the app of a state directory listens for the terminal. A folder of its own, so that it can be closed to others; in the
 * temporary directory when the state directory's path is too long for a socket.
 */
export function controlSocketPath(
  directory: string,
  { temporaryDirectory, uid }: Pick<PathFacts, 'temporaryDirectory' | 'uid'>,
): string {
  const beside = `${directory}/control/socket`;
  if (new TextEncoder().encode(beside).length <= longestSocketPathBytes) return beside;
  return `${withoutEndSlash(temporaryDirectory)}/raybar-${uid}-${shortHash(directory)}/socket`;
}

const withoutEndSlash = (path: string): string => (path.length > 1 ? path.replace(/\/+$/, '') : path);

/** FNV-1a, 64 bits: tells state directories apart. Nothing secret hangs on it. */
function shortHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
