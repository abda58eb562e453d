import { setImmediate as otherWork } from 'node:timers/promises';
import { type LogBundleFile, type LogBundlePreview, mostPreviewText } from '../../../shared/log-bundle';
import type { DoctorReport } from '../../../shared/doctor';
import type { LogSourceKind } from '../../../shared/log-views';
import type { Settings } from '../../../shared/settings';
import type { Snapshot } from '../../../shared/snapshot';
import { doctorText } from '../../../shared/view/doctor-words';
import { LineContext } from '../formats/line-context';
import { LineMasker } from '../masking/line-masker';
import { type FileProblems, mergeProblems } from '../problems/merge-problems';
import { ProblemCollector } from '../problems/problem-collector';
import type { LogFolder } from '../sources/log-places';
import { BundleZip } from './bundle-zip';
import { type ChosenLog, chooseLogs } from './choose-logs';
import { maskedLines, maskedSettings, maskedValue } from './mask-settings';
import { recentLines } from './recent-lines';
import type { JournalEntry } from './snapshot-journal';

export interface BundleParts {
  settings: Settings;
  snapshot: Snapshot;
  journal: readonly JournalEntry[];
  /** e.g. { app: "0.1.0", electron: "45.4.1", ray: "2.53.0", os: "macOS 26.1 (25B78)" } */
  versions: Readonly<Record<string, string | null>>;
  /** Runs the doctor's checks; may take seconds. */
  doctor: () => Promise<DoctorReport>;
  /** Raybar's own folder, those of Ray's sessions, and what the head told of jobs. */
  folders: readonly LogFolder[];
  /** What of the logs is known not to be in them. */
  missingLogs: readonly string[];
  /** Home directories and secrets to be hidden, beside what is known by its form. */
  homes: readonly string[];
  secrets: readonly string[];
  now: () => number;
}

export interface MadeBundle {
  preview: Omit<LogBundlePreview, 'id'>;
  zip: Uint8Array;
}

const spanMs = 3_600_000;
/** Of one log, from its end; of all logs together. */
export const mostLogBytes = 1_048_576;
export const mostBytes = 16 * 1_048_576;
/** With less room left a log's end tells too little to be worth its name. */
const leastLogBytes = 65_536;

/**
 * Puts a diagnostics bundle together: settings, the doctor's report, problems, history, versions, and the last hour of all logs, every line
 * of it masked. Lets other work run between its parts. The zip is what the preview shows.
 */
export async function makeBundle(parts: BundleParts): Promise<MadeBundle> {
  const now = parts.now();
  const masker = new LineMasker({ homes: parts.homes, secrets: parts.secrets });
  const zip = new BundleZip();
  const files: LogBundleFile[] = [];
  const missing: string[] = [...parts.missingLogs];

  const addText = (name: string, what: string, text: string): void => {
    const file = zip.begin(name, now);
    file.write(text);
    file.end();
    files.push({ name, what, bytes: Buffer.byteLength(text), ...shown(text) });
  };
  const addJson = (name: string, what: string, value: unknown): void =>
    addText(name, what, `${JSON.stringify(value, null, 2)}\n`);

  addJson('versions.json', 'Versions of Raybar, Ray and the system', maskedValue(parts.versions, masker));
  addJson(
    'settings.json',
    'Raybar’s settings, without their secrets',
    maskedSettings(parts.settings, masker),
  );
  addJson('snapshot.json', 'What Raybar shows now', maskedValue(parts.snapshot, masker));
  addJson(
    'history.json',
    'What the worker did last, and why',
    maskedValue(
      parts.journal.map(({ at, changes }) => ({ at: new Date(at).toISOString(), ...changes })),
      masker,
    ),
  );
  const report = await parts.doctor().catch((thrown: unknown) => {
    missing.push(`The doctor could not check: ${masker.mask(String(thrown)).text}`);
    return null;
  });
  if (report !== null) {
    addText('doctor.txt', 'The doctor’s report, to read', maskedLines(doctorText(report), masker));
    addJson('doctor.json', 'The doctor’s report, for programs', maskedValue(report, masker));
  }

  const problems: FileProblems<BundledLine>[] = [];
  const { logs, leftOut } = await chooseLogs(parts.folders, now - spanMs, (name) => masker.mask(name).text);
  let room = mostBytes;
  let withoutRoom = 0;
  for (const log of logs) {
    if (room < leastLogBytes) {
      withoutRoom += 1;
      continue;
    }
    const added = await addLog(zip, log, {
      since: now - spanMs,
      mostBytes: Math.min(mostLogBytes, room),
      masker,
      problems,
      now,
    });
    if (added === null) continue;
    files.push(added);
    room -= added.bytes;
  }
  if (leftOut + withoutRoom > 0)
    missing.push(`${leftOut + withoutRoom} more logs of the last hour: the bundle is kept small.`);
  addJson('problems.json', 'Known problems in these logs', maskedValue(mergeProblems(problems), masker));
  addJson('bundle.json', 'What is in this bundle', {
    madeAt: new Date(now).toISOString(),
    logsSince: new Date(now - spanMs).toISOString(),
    masked: 'Tokens, passwords and private keys are ••• here, home directories ~.',
    files: files.map(({ name, what, bytes }) => ({ name, what, bytes })),
    missing,
  });
  return { preview: { files, missing }, zip: zip.end() };
}

interface BundledLine {
  file: string;
  line: number;
}

interface LogOptions {
  since: number;
  mostBytes: number;
  masker: LineMasker;
  /** What the log tells of is added. */
  problems: FileProblems<BundledLine>[];
  now: number;
}

/** Null for a log without a line of this time. */
async function addLog(
  zip: BundleZip,
  { folder, kind, path, name, modifiedAt }: ChosenLog,
  { since, mostBytes: most, masker, problems, now }: LogOptions,
): Promise<LogBundleFile | null> {
  let file: ReturnType<BundleZip['begin']> | null = null;
  let bytes = 0;
  let line = 0;
  let end = '';
  let truncated = false;
  const context = new LineContext(modifiedAt);
  const collector = new ProblemCollector<BundledLine>();
  for (const part of recentLines(folder.path, path, { since, mostBytes: most, masker, context })) {
    truncated ||= part.truncated;
    await otherWork();
    if (part.lines.length === 0) continue;
    for (const { text, startsEntry, at } of part.lines)
      collector.feed(text, startsEntry, at, { file: name, line: (line += 1) });
    const text = part.lines.map((each) => `${each.text}\n`).join('');
    file ??= zip.begin(name, now);
    file.write(text);
    bytes += Buffer.byteLength(text);
    // Twice what is shown: cut once at the end, not at every part.
    end = (end + text).slice(-2 * mostPreviewText);
  }
  if (file === null) return null;
  file.end();
  problems.push({ kind, writtenAt: modifiedAt, problems: collector.problems() });
  const preview = shown(end);
  return {
    name,
    what: `Log ${whoseLog(folder, kind)}, the last hour${truncated ? ', its end' : ''}`,
    bytes,
    text: preview.text,
    truncated: preview.truncated || Buffer.byteLength(preview.text) < bytes,
  };
}

function whoseLog(folder: LogFolder, kind: LogSourceKind): string {
  if (folder.kind === 'raybar') return 'of Raybar itself';
  if (!folder.current) return 'of an earlier session';
  return kind === 'job' ? 'of a job' : 'of this worker';
}

/** The end of a text, from a line's beginning. */
function shown(text: string): { text: string; truncated: boolean } {
  if (text.length <= mostPreviewText) return { text, truncated: false };
  const end = text.slice(-mostPreviewText);
  return { text: end.slice(end.indexOf('\n') + 1), truncated: true };
}
