import { readdir, readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { controlSocketPath } from '../shared/app-paths';
import { type RaybarError, RaybarFailure } from '../shared/errors';
import type { Settings } from '../shared/settings';
import { ownLocale } from '../shared/view/own-locale';
import { refusalOf } from './control/socket-place';
import type { DoctoredCore } from './doctor-of';
import { usualTemporaryDirectory } from './logs/log-places-from';
import { reachHead } from './ray/reach-head';
import { systemErrorCode } from './settings/write-whole';
import { appFactsOf } from './setup/doctor/app-facts';
import { type Connection, connectionProbe } from './setup/doctor/connection';
import { diskProbe, type Place } from './setup/doctor/disk';
import { Doctor } from './setup/doctor/doctor';
import { limitsProbe } from './setup/doctor/limits';
import { machineProbe } from './setup/doctor/machine';
import { modelCacheProbe } from './setup/doctor/model-cache';
import { settingsProbe } from './setup/doctor/settings-file';
import { appProbe, portsProbe, workerProbe } from './setup/doctor/surroundings';
import { expandHome } from './worker/expand-home';
import { pythonDirectory } from './worker/python-directory';
import { testConnection } from './worker/test-connection';

/** The doctor of a core: its checks, tied to what they look at. */
export function createDoctor(core: DoctoredCore): Doctor {
  const { parts } = core;
  const { platform, run } = parts.host;
  const snapshot = () => core.snapshot();
  const settings = () => core.settings;
  const { stateDirectory } = snapshot().app;
  return new Doctor({
    probes: [
      connectionProbe({
        connection: () => connectionOf(core),
        testConnection: () => testConnection(parts, testedSettings(core)),
        reach,
        fileMode,
      }),
      diskProbe(() => placesOf(core), run),
      modelCacheProbe({
        platform,
        directory: parts.modelCacheDirectory,
        run,
        readMountInfo: () => readFile('/proc/self/mountinfo', 'utf8'),
        isFolder: async (folder) => (await statOf(folder))?.isDirectory() ?? false,
      }),
      limitsProbe({ platform, run, readProcLimits: () => readFile('/proc/self/limits', 'utf8') }),
      portsProbe({
        controlSocket: controlSocketPath(stateDirectory, {
          temporaryDirectory: os.tmpdir(),
          uid: process.getuid?.() ?? 0,
        }),
        connect: (socket) => refusalOf(socket, connectMs),
        settings,
        problems: () => snapshot().problems,
      }),
      settingsProbe({
        file: path.join(stateDirectory, 'settings.json'),
        settings,
        problem: () => snapshot().problems.find(({ code }) => code === 'settings-corrupt') ?? null,
        read: textOf,
        list: (folder) => readdir(folder),
      }),
      machineProbe(() => snapshot().telemetry),
      appProbe(appFactsOf(snapshot())),
    ],
    // The others take seconds, in which a worker may be lost: its state is to agree with what they found.
    last: (found) => workerProbe(snapshot, parts.now, found),
    now: parts.now,
    locale: () => new Intl.DateTimeFormat(ownLocale()).resolvedOptions().locale,
    home: os.homedir(),
    log: parts.log,
  });
}

/** A head that Raybar runs itself is asked like any other; null while it runs none. */
function embeddedHead(core: DoctoredCore) {
  const isUp = !['off', 'asleep', 'preparing'].includes(core.snapshot().worker.kind);
  return core.settings.cluster.kind === 'embedded' && isUp ? core.parts.embedded.head : null;
}

function testedSettings(core: DoctoredCore): Settings {
  const head = embeddedHead(core);
  if (head === null) return core.settings;
  const { headAddress, dashboardUrl, tokenFile } = head;
  const cluster = { kind: 'address', headAddress, dashboardAddress: dashboardUrl, tokenFile } as const;
  return { ...core.settings, cluster };
}

function connectionOf(core: DoctoredCore): Connection {
  const { cluster, worker } = testedSettings(core);
  const pythonEnvironment = pythonDirectory(worker.pythonEnvironment, core.parts.pythonEnvironment);
  switch (cluster.kind) {
    case 'none':
      return {
        pythonEnvironment,
        head: { none: 'No cluster is chosen: “Join a cluster…” and “Try it here” are in the popover.' },
      };
    case 'embedded':
      return {
        pythonEnvironment,
        head: { none: 'The head of “Try it here” does not run now: it is started when this machine joins.' },
      };
    case 'address': {
      const tokenFile = cluster.tokenFile === null ? null : expandHome(cluster.tokenFile);
      return { pythonEnvironment, head: { address: cluster.headAddress, tokenFile } };
    }
  }
}

async function placesOf(core: DoctoredCore): Promise<Place[]> {
  const { stateDirectory, logDirectory } = core.snapshot().app;
  const { folders } = await core.parts.logPlaces();
  const session = folders.find(({ kind, current }) => kind === 'session' && current);
  return [
    {
      name: session ? 'Ray’s session' : 'Ray’s temporary folder',
      directory: session ? path.dirname(session.path) : usualTemporaryDirectory,
      ofRay: true,
    },
    { name: 'Raybar’s state', directory: stateDirectory, ofRay: false },
    { name: 'its logs', directory: logDirectory, ofRay: false },
  ];
}

const orNull = (error: unknown): null => {
  if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) return null;
  throw error;
};

const statOf = (file: string) => stat(file).catch(orNull);
const textOf = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(orNull);
const fileMode = async (file: string): Promise<number | null> => (await statOf(file))?.mode ?? null;

const connectMs = 2_000;

const reachMs = 3_000;

async function reach(address: string): Promise<RaybarError | null> {
  try {
    await reachHead(address, reachMs);
    return null;
  } catch (thrown) {
    if (thrown instanceof RaybarFailure) return thrown.error;
    throw thrown;
  }
}
