import type { DoctorAction, DoctorCheck, DoctorFinding } from '../../../shared/doctor';
import type { RaybarError } from '../../../shared/errors';
import { connectionQuestions, type ConnectionReport } from '../../../shared/connection-report';
import { checkNames } from '../../../shared/view/doctor-words';
import { finding, findingOf, type Probe, shellWord } from './probe';

/** What the connection was tested with. */
export interface Connection {
  /** Absolute; the owner's or Raybar's own. */
  pythonEnvironment: string;
  /** Null: there is no head to ask, for this reason. */
  head: { address: string; tokenFile: string | null } | { none: string };
}

export interface ConnectionProbeParts {
  connection: () => Connection;
  /** The test that Settings runs, as a whole. */
  testConnection: () => Promise<ConnectionReport>;
  /** Connects to the head and no more; null where something listens there. */
  reach: (address: string) => Promise<RaybarError | null>;
  /** The permission bits of a file; null where there is none. Rejects where it can't be asked. */
  fileMode: (path: string) => Promise<number | null>;
}

/** A Python that starts from a cold disk (10 s), and five questions to a head that is slow with each (5 s). */
const timeLimitMs = 40_000;

/** Everything that a join asks before it starts anything, in the same words. */
export function connectionProbe(parts: ConnectionProbeParts): Probe {
  return {
    checks: connectionQuestions.map((name) => checkOf[name]),
    tried: 'Tested the connection to the cluster',
    timeLimitMs,
    async find() {
      const connection = parts.connection();
      const report = await parts.testConnection();
      const findings = connectionFindings(report, connection);
      const { head } = connection;
      if ('none' in head) return findings;
      const { address, tokenFile } = head;
      return Promise.all(
        findings.map(async (each) => {
          if (each.check === 'head' && each.status === 'unavailable')
            return whenReached(each, address, await parts.reach(address));
          if (each.check === 'token' && tokenFile !== null)
            return withMode(each, tokenFile, await parts.fileMode(tokenFile));
          return each;
        }),
      );
    },
  };
}

type ConnectionCheck = ConnectionReport['checks'][number]['name'];

const checkOf = {
  settings: 'python',
  'python environment': 'python',
  'own address': 'network',
  head: 'head',
  token: 'token',
  versions: 'versions',
  dashboard: 'dashboard',
} as const satisfies Record<ConnectionCheck, DoctorCheck>;
type ConnectionFinding = (typeof checkOf)[ConnectionCheck];

const fields: Readonly<Record<ConnectionFinding, string>> = {
  python: 'worker.pythonEnvironment',
  network: 'worker.nodeIpAddress',
  head: 'cluster.headAddress',
  token: 'cluster.tokenFile',
  versions: 'worker.pythonEnvironment',
  dashboard: 'cluster.dashboardAddress',
};

const triedTo = (check: ConnectionFinding, { pythonEnvironment, head }: Connection): string => {
  const where = 'none' in head ? 'the head' : `the head at ${head.address}`;
  switch (check) {
    case 'python':
      return `Looked for Ray in the Python environment ${pythonEnvironment}`;
    case 'network':
      return `Looked for this machine’s address on the way to ${where}`;
    case 'head':
      return `Asked ${where} for its version`;
    case 'token':
      return `Asked ${where} with the token that is set, or with none`;
    case 'versions':
      return `Compared Ray and Python here with those of ${where}`;
    case 'dashboard':
      return 'Asked the dashboard for its version';
  }
};

/** Pure: the report of "Test connection" as findings. What it did not come to is not known, and says what comes first. */
export function connectionFindings(whole: ConnectionReport, connection: Connection): DoctorFinding[] {
  const report = withoutRefusedSettings(whole);
  const failedAt = report.checks.find(({ ok }) => !ok)?.name ?? null;
  return connectionQuestions.map((name) => {
    const check = checkOf[name];
    const tried = triedTo(check, connection);
    const settings: DoctorAction[] = [{ kind: 'settings', field: fields[check] }];
    const told = report.checks.find((each) => each.name === name);
    if (told?.ok) return finding(check, 'ok', { tried, found: told.detail });
    if (told !== undefined && report.error !== null) return findingOf(check, report.error, settings);
    // A worker can do without a dashboard: its failure is no error of the test's.
    if (told !== undefined) return withoutDashboard(check, tried, told.detail);
    return finding(check, 'unavailable', notAsked(check, tried, report, connection, failedAt));
  });
}

/** A setting that a join would refuse is nothing of the connection, and keeps nothing of it from being asked. */
function withoutRefusedSettings(report: ConnectionReport): ConnectionReport {
  const refused = report.checks.some(({ name, ok }) => name === 'settings' && !ok);
  return refused ? { checks: report.checks.filter(({ name }) => name !== 'settings'), error: null } : report;
}

const withoutDashboard = (check: DoctorCheck, tried: string, found: string): DoctorFinding =>
  finding(check, 'warning', {
    code: 'dashboard-unreachable',
    tried,
    found,
    fixes: [
      'Check that the head runs its dashboard (pip install "ray[default]" there), and that this machine reaches its port.',
      'Or name its address in Settings.',
    ],
    actions: [{ kind: 'settings', field: fields.dashboard }],
  });

function notAsked(
  check: ConnectionFinding,
  tried: string,
  { error }: ConnectionReport,
  { head }: Connection,
  failedAt: ConnectionCheck | null,
): Pick<DoctorFinding, 'tried' | 'found'> {
  if (failedAt === null) return { tried, found: 'none' in head ? head.none : 'The test did not ask for it.' };
  // A head that refuses a token is there.
  if (check === 'head' && (error?.code === 'token-missing' || error?.code === 'token-wrong'))
    return { tried, found: 'It asks for the right token, and tells nothing without it.' };
  return { tried, found: `Not asked: “${checkNames[checkOf[failedAt]]}” has to be mended first.` };
}

/** Pure: a test that ended before it came to the head hides no head that is away. */
export function whenReached(head: DoctorFinding, address: string, error: RaybarError | null): DoctorFinding {
  if (error !== null) return findingOf('head', error, [{ kind: 'settings', field: fields.head }]);
  return { ...head, found: `Something listens at ${address}. ${head.found}` };
}

/** Pure: others on this machine may not read the token, whether the head takes it or not. */
export function withMode(token: DoctorFinding, file: string, mode: number | null): DoctorFinding {
  if (mode === null || token.status === 'failed') return token;
  const bits = (mode & 0o777).toString(8).padStart(4, '0');
  if ((mode & 0o077) === 0) return { ...token, found: `${token.found} Its file is yours alone (${bits}).` };
  const command = `chmod 600 ${shellWord(file)}`;
  return finding('token', 'warning', {
    tried: `Looked at who may read the token’s file ${file}`,
    found: `${token.found} Others on this machine may read its file (${bits}): whoever has the token may run code on the cluster.`,
    fixes: [`Make it yours alone: ${command}`],
    actions: [{ kind: 'copy', command }],
  });
}
