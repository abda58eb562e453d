import type { RaybarError } from '../../shared/errors';
import { objectStoreFixes } from './object-store';

/** How a `ray start` ended that was not asked to. */
export interface StartEnd {
  /** What it wrote, without colours. */
  lines: readonly string[];
  code: number | null;
  signal: NodeJS.Signals | null;
}

interface Known {
  pattern: RegExp;
  error: Omit<RaybarError, 'tried' | 'found'>;
  /** What is found, when the line itself is not clear enough. */
  found?: string;
}

/** What Ray 2.53 is known to say, most telling first. Its own line is quoted as what was found. */
const known: readonly Known[] = [
  {
    pattern: /InvalidAuthToken|Unauthenticated|authentication token/i,
    error: { code: 'token-wrong', fixes: ['Check the token file in Settings.'], retryable: false },
    found: 'The head refused the token.',
  },
  {
    pattern: /Version mismatch|version mismatch/,
    error: {
      code: 'ray-version-mismatch',
      fixes: [
        'Install the head’s Ray and Python versions in the Python environment, or choose another one in Settings.',
      ],
      retryable: false,
    },
  },
  {
    // A negative rest: less is free than the object store is to have. With Ray's own size it is positive, and may be more later.
    pattern: /After taking into account object store.*\(-/,
    error: {
      code: 'worker-resources-refused',
      fixes: [...objectStoreFixes, 'Or close what takes much memory, then choose “Try now”.'],
      retryable: false,
    },
    found: 'The object store of the settings is larger than the memory that is free here.',
  },
  {
    pattern: /configured object store size|requested object store memory size|cap object store memory usage/i,
    error: { code: 'worker-resources-refused', fixes: objectStoreFixes, retryable: false },
  },
  {
    pattern: /--labels\b.* is not a valid|Invalid label key|Custom label keys/,
    error: {
      code: 'worker-resources-refused',
      fixes: ['Look at the labels in Settings (worker.labels).'],
      retryable: false,
    },
  },
  {
    pattern: /--resources|Unable to parse|is not a valid JSON|resources? .*(must|should|cannot|invalid)/i,
    error: {
      code: 'worker-resources-refused',
      fixes: ['Look at the custom resources, CPUs and GPUs in Settings.'],
      retryable: false,
    },
  },
  {
    pattern: /Address already in use|EADDRINUSE|port .* (is )?(already )?(in use|occupied|taken)/i,
    error: {
      code: 'port-taken',
      fixes: [
        'Raybar tries again with other ports.',
        'End the other Ray worker on this machine, if there is one.',
      ],
      retryable: true,
    },
  },
  {
    pattern: /No space left on device|ENOSPC|OutOfDiskError/i,
    error: { code: 'disk-full', fixes: ['Free some space, then choose "Try now".'], retryable: true },
  },
  {
    pattern: /ModuleNotFoundError|ImportError|No module named/,
    error: {
      code: 'python-environment-broken',
      fixes: [
        'Install ray[default] of the head’s version in the Python environment, or choose another one in Settings.',
      ],
      retryable: false,
    },
  },
  {
    pattern: /Failed to connect to GCS|RpcError.*UNAVAILABLE/i,
    error: {
      code: 'head-unreachable',
      fixes: ['Raybar tries again by itself.', 'Check that the head runs and that this machine reaches it.'],
      retryable: true,
    },
  },
];

/** Pure: the owner's words for a `ray start` that ended by itself. */
export function explainStartFailure({ lines, code, signal }: StartEnd): RaybarError {
  const tried = 'Started the worker with `ray start`';
  for (const { pattern, error, found } of known) {
    const line = lines.find((one) => pattern.test(one));
    if (line !== undefined) return { ...error, tried, found: found ?? shortened(line) };
  }
  const how = signal ? `by ${signal}` : `with exit code ${code ?? 'unknown'}`;
  const telling = lines.filter((line) => /error|exception|failed|fatal/i.test(line));
  const said = telling.at(-1) ?? lines.at(-1);
  return {
    code: 'worker-start-failed',
    tried,
    found: `It ended ${how}${said === undefined ? ' and wrote nothing' : `: ${shortened(said)}`}`,
    fixes: ['Raybar tries again by itself.', 'Open the logs: the last lines tell more.'],
    retryable: true,
  };
}

const shortened = (line: string): string => (line.length > 300 ? `${line.slice(0, 300)}…` : line.trim());
