import type { KnownProblem } from './known-problem';

/** Between this machine and its cluster. */
export const clusterProblems: readonly KnownProblem[] = [
  {
    id: 'version-mismatch',
    level: 'error',
    title: 'Ray or Python differs from the cluster’s',
    explanation:
      'The cluster was started with other versions than this process. Ray takes a node only with the same Ray and, unless told otherwise, the same Python.',
    fixes: ['Install the cluster’s versions in the Python environment, or choose another one in Settings.'],
    link: { errorCode: 'ray-version-mismatch' },
    words: ['ersion mismatch'],
    pattern: /(?<!patch )\b[Vv]ersion mismatch: The cluster was started with/,
    detail: versionsOf,
  },
  {
    id: 'token',
    level: 'error',
    title: 'The cluster’s token is missing or wrong',
    explanation: 'The head runs with token authentication, and what this machine sent was refused.',
    fixes: ['Choose the file with the cluster’s token in Settings.', 'Ask who runs the head for the token.'],
    link: { errorCode: 'token-wrong' },
    words: ['AuthToken', 'uthentication token', 'AuthenticationError', 'no token was found'],
    pattern:
      /InvalidAuthToken|(?:Invalid or missing|Missing|Invalid) authentication token|authentication token (?:is (?:missing|invalid)|was found)|AuthenticationError: |enabled but no token was found/,
  },
  {
    id: 'node-dead',
    level: 'error',
    title: 'A node was marked dead',
    explanation:
      'The head did not hear from a node for some time and gave it up: the machine slept, its link was lost, its raylet ended, or it was too busy to answer. What ran there is started elsewhere.',
    fixes: [
      'If it is this machine: keep it awake and its link steady while it contributes. Raybar rejoins by itself.',
      'Lower the worker’s CPUs in Settings if the machine is too busy to answer.',
    ],
    link: { errorCode: 'node-dead' },
    words: ['marked dead', 'marked as dead', 'NodeDiedError', 'it was running on is dead'],
    pattern:
      /\bmarked (?:as )?dead (?:because|by the GCS)|NodeDiedError: |the node it was running on is dead/,
    detail: ([line = '']) => (/mistakenly/.test(line) ? 'this machine’s own node' : nodeOf(line)),
  },
  {
    id: 'own-address',
    level: 'warning',
    title: 'This machine’s address is not the one that Ray looks for',
    explanation:
      'A program on this machine found no raylet at the address that it takes for its own: a VPN, a container or a changed network misleads it.',
    fixes: ['Set the node’s IP address in Settings to the one by which the head reaches this machine.'],
    link: { errorCode: 'own-address-unknown' },
    words: ['This node has an IP address of'],
    pattern: /This node has an IP address of \S+/,
    detail: ([line = '']) => /IP address of ([\d.a-fA-F:]*[\da-fA-F])/.exec(line)?.[1] ?? null,
  },
  {
    id: 'head-unreachable',
    level: 'error',
    title: 'The head could not be reached',
    explanation:
      'The head’s GCS did not answer: the head ended or was restarted, or the way to it is cut. A raylet that lost its head gives up after about a minute.',
    fixes: [
      'Raybar tries again by itself.',
      'Check that the head runs, and that no firewall or VPN stands between.',
    ],
    link: { errorCode: 'head-unreachable' },
    words: ['to connect to GCS', 'GCS may have been killed'],
    pattern: /(?:Failed|Unable) to connect to GCS|GCS may have been killed/,
    detail: ([line = '']) => /GCS at (?:address )?([\w.:[\]-]*\w)/.exec(line)?.[1] ?? null,
  },
  {
    id: 'raylet-died',
    level: 'error',
    title: 'The raylet ended',
    explanation:
      'Ray’s process that joins this machine to the cluster ended by itself or with one of its agents, and with it all that ran here.',
    fixes: [
      'Raybar starts the worker again by itself.',
      'Look at the lines before it, and at dashboard_agent.log and runtime_env_agent.log.',
    ],
    link: { errorCode: 'raylet-exited' },
    words: ['Raylet is ', 'aylet exited immediately', 'raylet because it is dead', 'LocalRayletDiedError'],
    pattern:
      /Raylet is (?:terminated: |dead)|raylet exited immediately because|from raylet because it is dead|LocalRayletDiedError/i,
    detail: ([line = '']) =>
      /agent failed, agent_name = ([\w-]+)/.exec(line)?.[1] ??
      (/Ray agent failed/.test(line) ? 'an agent failed' : null),
  },
  {
    id: 'workers-not-registered',
    level: 'error',
    title: 'Ray’s processes here did not start in time',
    explanation:
      'The raylet, or the Python processes that it started, did not report in time: the machine is overloaded or out of memory, or the Python environment is broken or very slow to load.',
    fixes: [
      'Run fewer tasks at once: lower the worker’s CPUs in Settings.',
      'See whether the Python environment lies on a slow or network volume.',
    ],
    link: { doctorCheck: 'python' },
    words: ['not registered w', 'Failed to register worker', 'no raylets have registered'],
    pattern:
      /have not registered with(?:in the timeout| GCS)|Failed to register worker \S+ to Raylet|but no raylets have registered/,
  },
];

function nodeOf(line: string): string | null {
  const id = /node (?:with node )?id:? ([0-9a-f]{8})/.exec(line)?.[1];
  const name = /node name: ([^\s,]+)/.exec(line)?.[1];
  return name === undefined ? (id ?? null) : `${name}${id === undefined ? '' : ` (${id}…)`}`;
}

/** "the cluster has Ray 2.12.0, Python 3.11.11; here Ray 2.42.0, Python 3.9.21" */
function versionsOf(lines: readonly string[]): string | null {
  const found = lines.flatMap((line) => {
    const [, what, version] = /^\s*(Ray|Python): (\S+)/.exec(line) ?? [];
    return what === undefined || version === undefined ? [] : [`${what} ${version}`];
  });
  if (found.length < 4) return null;
  return `the cluster has ${found[0]}, ${found[1]}; here ${found[2]}, ${found[3]}`;
}
