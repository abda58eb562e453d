import type { DoctorCheck, DoctorFinding, DoctorReport, DoctorStatus } from '../doctor';
import { formatClock, formatCount, type Place } from './format';

/** What each check is called. */
export const checkNames: Readonly<Record<DoctorCheck, string>> = {
  worker: 'Worker',
  settings: 'Settings',
  python: 'Python environment',
  network: 'Own address',
  head: 'Head',
  token: 'Token',
  versions: 'Ray and Python versions',
  dashboard: 'Dashboard',
  ports: 'Ports and sockets',
  'open-files': 'Open files and processes',
  memory: 'Memory',
  gpu: 'GPU',
  disk: 'Disk',
  'model-cache': 'Model cache',
  app: 'Raybar and system',
};

export const statusNames: Readonly<Record<DoctorStatus, string>> = {
  ok: 'OK',
  warning: 'Warning',
  failed: 'Failed',
  unavailable: 'Not known',
};

/** For text: a sign that needs no colour. */
const statusSigns: Readonly<Record<DoctorStatus, string>> = {
  ok: '✓',
  warning: '!',
  failed: '✗',
  unavailable: '–',
};

export const hasStatus = ({ findings }: Pick<DoctorReport, 'findings'>, status: DoctorStatus): boolean =>
  findings.some((finding) => finding.status === status);

/** Pure: "1 check failed, 2 warnings, 3 not known", or that all is well. */
export function doctorSummary({ findings }: Pick<DoctorReport, 'findings'>): string {
  const count = (status: DoctorStatus) => findings.filter((finding) => finding.status === status).length;
  const [failed, warned, unknown] = [count('failed'), count('warning'), count('unavailable')];
  const parts = [
    failed === 0 ? null : `${formatCount(failed, 'check')} failed`,
    warned === 0 ? null : formatCount(warned, 'warning'),
    unknown === 0 ? null : `${unknown} not known`,
  ].filter((part) => part !== null);
  if (failed + warned > 0) return parts.join(', ');
  return ['Nothing wrong was found', ...parts].join(', ');
}

/** Pure: something ought to be mended, so what was tried is told, too. */
export const isWrong = (status: DoctorStatus): boolean => status === 'failed' || status === 'warning';

/** A finding's lines below its name: what was found, its code, and what to do. */
function findingLines({ status, code, tried, found, fixes }: DoctorFinding): string[] {
  return [
    `${found}${code === null ? '' : ` (${code})`}`,
    ...(isWrong(status) ? [tried] : []),
    ...fixes.map((fix) => `- ${fix}`),
  ];
}

/**
 * Pure: the report as plain text, ending in a line break: the summary, then each check with its sign and word, what was found and what to do.
 *
 * @param place where it is read; the report's own locale unless it says another
 * @param paint puts colour around a check's line; left out, there is none
 */
export function doctorText(
  report: DoctorReport,
  place: Place = {},
  paint: (line: string, status: DoctorStatus) => string = (line) => line,
): string {
  const wordWidth = Math.max(...Object.values(statusNames).map((name) => name.length));
  const nameWidth = Math.max(...report.findings.map(({ check }) => checkNames[check].length), 0);
  const indent = ' '.repeat(2 + wordWidth + 2 + nameWidth + 2);
  const checks = report.findings.map((finding) => {
    const { check, status } = finding;
    const mark = paint(`${statusSigns[status]} ${statusNames[status].padEnd(wordWidth)}`, status);
    const [first = '', ...rest] = findingLines(finding);
    return [
      `${mark}  ${checkNames[check].padEnd(nameWidth)}  ${first}`,
      ...rest.map((line) => indent + line),
    ].join('\n');
  });
  const seconds = (report.durationMs / 1_000).toFixed(1);
  return `${doctorSummary(report)} (${formatClock(report.at, { locale: report.locale, ...place }, 'second')}, in ${seconds} s)\n\n${checks.join('\n')}\n`;
}
