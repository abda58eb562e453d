import { appendFileSync, mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { BundleKeeper } from '../../../../../src/main/logs/bundle/bundle-keeper';
import {
  type BundleParts,
  makeBundle,
  mostBytes,
  mostLogBytes,
} from '../../../../../src/main/logs/bundle/make-bundle';
import { SnapshotJournal } from '../../../../../src/main/logs/bundle/snapshot-journal';
import { mostPreviewText } from '../../../../../src/shared/log-bundle';
import { defaultSettings } from '../../../../../src/shared/settings';
import { exampleSnapshot } from '../../../../support/snapshots';
import { temporaryFolder } from '../../../../support/temporary-folder';

const now = Date.UTC(2026, 10, 21, 12);
const stamp = (minutesAgo: number): string => {
  const at = new Date(now - minutesAgo * 60_000);
  const two = (part: number): string => String(part).padStart(2, '0');
  // As Python writes it: on this machine's wall.
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())},000`;
};
const line = (minutesAgo: number, text: string): string => `${stamp(minutesAgo)}\tINFO a.py:1 -- ${text}\n`;

/** Nothing of these may be in what is given away. */
const planted = {
  token: 'Zx9Qw8Er7Ty6Ui5Op4As3Df2Gh1Jk0LmNb',
  huggingFace: 'hf_AbCdEfGhIjKlMnOpQrStUvWxYz012345',
  password: 'correct-horse-battery',
  key: 'MIIEpAIBAAKCAQEA7bq3',
  home: 'drizzt',
  clusterToken: 'cluster-token-of-the-head',
};

const contributing = exampleSnapshot('contributing');

const folder = temporaryFolder();

function write(relative: string, text: string, minutesAgo = 0): void {
  const file = folder.file(relative);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  const at = (now - minutesAgo * 60_000) / 1_000;
  utimesSync(file, at, at);
}

function parts(more: Partial<BundleParts> = {}): BundleParts {
  const journal = new SnapshotJournal();
  journal.note({ base: 0, changes: { seq: 1, worker: { kind: 'off' } } }, now - 5_000);
  return {
    settings: defaultSettings,
    snapshot: contributing,
    journal: journal.list(),
    versions: { app: '0.1.0', ray: '2.53.0', electron: '45.4.1', os: 'macOS 26.1' },
    doctor: async () => ({
      at: now,
      durationMs: 900,
      locale: 'en-GB',
      findings: [
        {
          check: 'token',
          status: 'warning',
          code: 'token-wrong',
          tried: `Sent ${planted.clusterToken}`,
          found: `/Users/${planted.home}/token: RAY_AUTH_TOKEN=${planted.token}`,
          fixes: [`Read https://user:${planted.password}@host/`],
          actions: [{ kind: 'copy', command: `chmod 600 /Users/${planted.home}/token` }],
        },
      ],
    }),
    folders: [
      { kind: 'raybar', path: folder.file('own'), session: null, current: true },
      { kind: 'session', path: folder.file('session/logs'), session: 'session_1', current: true },
    ],
    missingLogs: [],
    homes: [`/Users/${planted.home}`],
    secrets: [planted.clusterToken],
    now: () => now,
    ...more,
  };
}

const unzipped = (zip: Uint8Array): Record<string, string> =>
  Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]));

describe('the diagnostics bundle', () => {
  it('has settings, versions, the snapshot and its history, the doctor’s report, problems, and the last hour of the logs', async () => {
    write('own/raybar.log', `${new Date(now - 60_000).toISOString()} info started\n`);
    write('session/logs/raylet.out', line(90, 'old') + line(30, 'young') + '  below young\n');
    write(
      'session/logs/worker-1.err',
      'ray.exceptions.RayTaskError(ValueError): ray::f() (pid=1)\nValueError: no\n',
    );
    write('session/logs/gcs_server.out', line(120, 'long ago'), 120);
    const { zip, preview } = await makeBundle(parts());
    const files = unzipped(zip);
    expect(Object.keys(files)).toStrictEqual([
      'versions.json',
      'settings.json',
      'snapshot.json',
      'history.json',
      'doctor.txt',
      'doctor.json',
      'logs/raybar/raybar.log',
      'logs/session_1/raylet.out',
      'logs/session_1/worker-1.err',
      'problems.json',
      'bundle.json',
    ]);
    expect(files['logs/session_1/raylet.out']).toBe(`${line(30, 'young')}  below young\n`);
    expect(JSON.parse(files['problems.json'] ?? '')).toMatchObject([
      { id: 'task-failed', subject: 'f', first: { file: 'logs/session_1/worker-1.err', line: 1 } },
    ]);
    expect(JSON.parse(files['history.json'] ?? '')).toStrictEqual([
      { at: '2026-11-21T11:59:55.000Z', worker: { kind: 'off' } },
    ]);
    expect(JSON.parse(files['settings.json'] ?? '')).toStrictEqual(defaultSettings);
    expect(preview.missing).toStrictEqual([]);
  });

  it('has no secret in it, wherever one stood', async () => {
    const { token, huggingFace, password, key, home, clusterToken } = planted;
    write(
      'own/raybar.log',
      [
        `RAY_AUTH_TOKEN=${token}`,
        `\u001B[31mhf_\u001B[0m${huggingFace.slice(3)}`,
        `{"password": "${password}"}`,
        `-----BEGIN RSA PRIVATE KEY-----\n${key}\n${key.slice(3)}\n-----END RSA PRIVATE KEY-----`,
        `/Users/${home}/x ${clusterToken}`,
        `${'x'.repeat(16_380)} token=${token}`,
        `https://user:${password}@host/`,
      ].join('\n'),
    );
    const settings = structuredClone(defaultSettings);
    settings.worker.environment = {
      HF_TOKEN: huggingFace,
      DB_PASSWORD: password,
      PLAIN: token,
      HF_HOME: `/Users/${home}/models`,
      SHOWN: 'visible',
    };
    settings.worker.pythonEnvironment = `/Users/${home}/ray`;
    settings.cluster = {
      kind: 'address',
      headAddress: 'head:6379',
      dashboardAddress: null,
      tokenFile: `/Users/${home}/token`,
    };
    settings.metrics.push.url = `https://pusher:${password}@gateway/`;
    const { zip, preview } = await makeBundle(
      parts({
        settings,
        snapshot: {
          ...contributing,
          app: { ...contributing.app, logDirectory: `/Users/${home}/logs` },
        },
      }),
    );
    const files = unzipped(zip);
    const everything = `${JSON.stringify(files)}\n${JSON.stringify(preview)}`;
    for (const secret of [...Object.values(planted), key.slice(3), huggingFace.slice(3)])
      expect(everything).not.toContain(secret);
    expect(files['settings.json']).toContain('"SHOWN": "visible"');
    expect(files['settings.json']).toContain('"HF_HOME": "~/models"');
    expect(files['doctor.txt']).toContain('~/token: ••• (token-wrong)');
    expect(JSON.parse(files['doctor.json'] ?? '')).toMatchObject({
      findings: [{ check: 'token', status: 'warning', actions: [{ command: 'chmod 600 ~/token' }] }],
    });
  });

  it('has no secret in its files’ names either, and two that are masked alike are two files', async () => {
    const other = planted.huggingFace.replace('AbCd', 'WxYz');
    const problem = 'RuntimeError: MPS backend out of memory (MPS allocated: 34.12 GB)\n';
    write(`session/logs/${planted.huggingFace}.log`, problem);
    write(`session/logs/${other}.log`, 'of the other\n', 5);
    const { zip, preview } = await makeBundle(parts());
    const files = unzipped(zip);
    expect(files['logs/session_1/•••.log']).toBe(problem);
    expect(files['logs/session_1/••• (2).log']).toBe('of the other\n');
    expect(files['problems.json']).toContain('"logs/session_1/•••.log"');
    expect(preview.files.map(({ name }) => name)).toStrictEqual(Object.keys(files));
    const everything = `${JSON.stringify(files)}\n${JSON.stringify(preview)}`;
    for (const secret of [planted.huggingFace, other]) expect(everything).not.toContain(secret);
  });

  it('counts a failure once that a job’s driver repeats, and says whose log that is', async () => {
    const failure = 'RuntimeError: MPS backend out of memory (MPS allocated: 34.12 GB)\n';
    write('own/task-failures.log', `${new Date(now - 60_000).toISOString()} ERROR f failed\n${failure}`);
    write('session/logs/job-driver-raysubmit_1.log', line(2, 'Runtime env is setting up.') + failure);
    const { zip, preview } = await makeBundle(parts());
    expect(JSON.parse(unzipped(zip)['problems.json'] ?? '')).toMatchObject([
      { id: 'mps-out-of-memory', count: 1, first: { file: 'logs/raybar/task-failures.log', line: 2 } },
    ]);
    const driver = preview.files.find(({ name }) => name.includes('job-driver'));
    expect(driver?.what).toBe('Log of a job, the last hour');
  });

  it('has the last hour of an earlier session and of jobs, tells what they are, and what is missing of them', async () => {
    write('session_0/logs/raylet.out', line(2, 'before the head was started anew'), 2);
    write('session_0/logs/gcs_server.out', line(90, 'long ago'), 90);
    write('jobs/raysubmit_1.log', line(1, 'of a job'));
    const { folders } = parts();
    const { zip, preview } = await makeBundle(
      parts({
        folders: [
          ...folders,
          { kind: 'session', path: folder.file('session_0/logs'), session: 'session_0', current: false },
          { kind: 'jobs', path: folder.file('jobs'), session: null, current: true },
        ],
        missingLogs: ['Logs of 2 more jobs that run: too many at once.'],
      }),
    );
    expect(unzipped(zip)).toMatchObject({
      'logs/session_0/raylet.out': line(2, 'before the head was started anew'),
      'logs/jobs/raysubmit_1.log': line(1, 'of a job'),
    });
    const logs = preview.files.filter(({ name }) => name.startsWith('logs/'));
    expect(logs.map(({ what }) => what)).toStrictEqual([
      'Log of a job, the last hour',
      'Log of an earlier session, the last hour',
    ]);
    expect(preview.missing).toStrictEqual(['Logs of 2 more jobs that run: too many at once.']);
  });

  it('has the end of each log that was written in the last hour, however long ago its last line with a time was', async () => {
    const steps = 'step 1\nstep 2\n';
    write('session/logs/job-driver-1.log', line(150, 'queued') + line(120, 'Running') + steps);
    write('session/logs/touched.log', line(150, 'first') + line(120, 'last'));
    write('session/logs/told-since.log', line(120, 'old') + steps + line(5, 'young'));
    const { zip, preview } = await makeBundle(parts());
    expect(unzipped(zip)).toMatchObject({
      'logs/session_1/job-driver-1.log': line(120, 'Running') + steps,
      'logs/session_1/touched.log': line(120, 'last'),
      'logs/session_1/told-since.log': line(5, 'young'),
    });
    expect(preview.missing).toStrictEqual([]);
  });

  it('has the end of what a job printed for hours, and says that it is the end', async () => {
    write('session/logs/job-driver-1.log', line(120, 'Running') + 'step\n'.repeat(mostLogBytes / 4));
    const { zip, preview } = await makeBundle(parts());
    const text = unzipped(zip)['logs/session_1/job-driver-1.log'] ?? '';
    expect(text).toMatch(/^step\n(step\n)+$/);
    expect(text.length).toBeGreaterThan(mostLogBytes - 10);
    expect(preview.files.find(({ name }) => name.includes('job-driver'))?.what).toMatch(/its end$/);
  });

  it('says why the doctor’s report is missing, and has the rest', async () => {
    const { zip, preview } = await makeBundle(
      parts({ doctor: () => Promise.reject(new Error(`refused Bearer ${planted.token}`)) }),
    );
    expect(preview.missing).toStrictEqual(['The doctor could not check: Error: refused Bearer •••']);
    expect(Object.keys(unzipped(zip))).not.toContain('doctor.json');
    expect(Object.keys(unzipped(zip))).toContain('settings.json');
  });

  it('shows before it is saved what is saved', async () => {
    write('own/raybar.log', 'line\n'.repeat(100_000));
    const { zip, preview } = await makeBundle(parts());
    const files = unzipped(zip);
    expect(preview.files.map(({ name }) => name)).toStrictEqual(Object.keys(files));
    for (const { name, bytes, text, truncated } of preview.files) {
      expect(Buffer.byteLength(files[name] ?? '')).toBe(bytes);
      expect(text.length).toBeLessThanOrEqual(mostPreviewText);
      expect(files[name]?.endsWith(text)).toBe(true);
      expect(truncated).toBe(Buffer.byteLength(text) < bytes);
    }
  });

  it('takes the end of a large log, whole lines, and stays small with many', async () => {
    for (let index = 0; index < 20; index++)
      write(
        `session/logs/worker-${index}.out`,
        `${String(index).padStart(7, '0')}${'y'.repeat(92)}\n`.repeat(15_000),
      );
    const { zip, preview } = await makeBundle(parts());
    const logs = Object.entries(unzipped(zip)).filter(([name]) => name.startsWith('logs/'));
    let total = 0;
    for (const [, text] of logs) {
      expect(text).toMatch(/^\d{7}y{92}\n/);
      expect(text.length).toBeLessThanOrEqual(mostLogBytes);
      total += text.length;
    }
    expect(total).toBeLessThanOrEqual(mostBytes);
    expect(logs.length).toBeLessThan(20);
    expect(preview.missing).toStrictEqual([
      `${20 - logs.length} more logs of the last hour: the bundle is kept small.`,
    ]);
  });

  it('leaves out what leads out of the folder', async () => {
    writeFileSync(folder.file('outside.log'), 'outside\n');
    mkdirSync(folder.file('own'), { recursive: true });
    symlinkSync(folder.file('outside.log'), folder.file('own/link.log'));
    const { zip } = await makeBundle(parts());
    expect(JSON.stringify(unzipped(zip))).not.toContain('outside');
  });
});

describe('the bundle that is kept', () => {
  it('is written as it was previewed, for the owner alone', async () => {
    write('own/raybar.log', 'before\n');
    const keeper = new BundleKeeper(() => makeBundle(parts()));
    const { id } = await keeper.preview();
    appendFileSync(folder.file('own/raybar.log'), 'after\n');
    const place = folder.file('bundle.zip');
    await keeper.write(id, place);
    keeper.letGo();
    expect(unzipped(await readFile(place))['logs/raybar/raybar.log']).toBe('before\n');
    expect(statSync(place).mode & 0o777).toBe(0o600);
  });

  it('is the last one alone', async () => {
    const keeper = new BundleKeeper(() => makeBundle(parts()));
    const first = await keeper.preview();
    await keeper.preview();
    await expect(keeper.write(first.id, folder.file('x.zip'))).rejects.toMatchObject({
      error: { code: 'command-failed' },
    });
    keeper.letGo();
  });
});

describe('the snapshot’s journal', () => {
  it('keeps the last 200 changes of the story, and nothing of telemetry', () => {
    const journal = new SnapshotJournal();
    const { telemetry } = contributing;
    journal.note({ base: 0, changes: { seq: 1, telemetry } }, 1);
    for (let seq = 0; seq < 250; seq++)
      journal.note({ base: seq, changes: { seq: seq + 1, telemetry, problems: [] } }, seq);
    expect(journal.list()).toHaveLength(200);
    expect(journal.list()[0]).toStrictEqual({ at: 50, changes: { problems: [] } });
  });
});
