import type { Settings } from '../../shared/settings';

/** A value that Raybar finds by itself unless the owner gives one. What was typed is kept while "automatic" is chosen. */
export interface OwnOrAuto {
  readonly auto: boolean;
  readonly own: string;
}

/** One entry of a map while it is edited: its name may be empty or double for a moment. */
export interface Row {
  /** Tells rows apart while they are edited. */
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

/** The settings as they stand in the form: all that is typed is text. */
export interface Draft {
  readonly clusterKind: Settings['cluster']['kind'];
  readonly headAddress: string;
  readonly dashboardAddress: string;
  readonly tokenFile: string;
  readonly nodeIpAddress: OwnOrAuto;
  readonly cpus: OwnOrAuto;
  readonly gpus: OwnOrAuto;
  readonly resources: { readonly auto: boolean; readonly rows: readonly Row[] };
  readonly labels: readonly Row[];
  /** In GB of 2^30 bytes. */
  readonly objectStoreGb: OwnOrAuto;
  readonly pythonEnvironment: OwnOrAuto;
  readonly environment: readonly Row[];
  readonly drainMinutes: string;
  readonly keepAwake: boolean;
  readonly trayTitle: Settings['tray']['title'];
  readonly modelCacheDirectory: OwnOrAuto;
  readonly metricsEnabled: boolean;
  readonly metricsHost: string;
  readonly metricsPort: string;
  /** Empty: nothing is pushed. */
  readonly pushUrl: string;
  readonly pushSeconds: string;
  readonly pushJob: string;
  readonly pushInstance: OwnOrAuto;
  readonly quit: Settings['quit'];
}

export const bytesPerGb = 2 ** 30;
export const msPerMinute = 60_000;
export const msPerSecond = 1_000;

/** The form's first contents. */
export function draftOf(settings: Settings): Draft {
  const { cluster, metrics, worker } = settings;
  const address = cluster.kind === 'address' ? cluster : null;
  return {
    clusterKind: cluster.kind,
    headAddress: address?.headAddress ?? '',
    dashboardAddress: address?.dashboardAddress ?? '',
    tokenFile: address?.tokenFile ?? '',
    nodeIpAddress: ownOrAuto(worker.nodeIpAddress),
    cpus: ownOrAuto(worker.cpus),
    gpus: ownOrAuto(worker.gpus),
    resources:
      worker.resources === 'auto'
        ? { auto: true, rows: [] }
        : { auto: false, rows: rowsOf(worker.resources) },
    labels: rowsOf(worker.labels),
    objectStoreGb:
      worker.objectStoreBytes === 'auto' ? ownOrAuto('auto') : ownOrAuto(gigabytes(worker.objectStoreBytes)),
    pythonEnvironment: ownOrAuto(worker.pythonEnvironment),
    environment: rowsOf(worker.environment),
    drainMinutes: String(settings.drain.deadlineMs / msPerMinute),
    keepAwake: settings.power.keepAwakeWhileTasksRun,
    trayTitle: settings.tray.title,
    modelCacheDirectory: ownOrAuto(settings.telemetry.modelCacheDirectory),
    metricsEnabled: metrics.enabled,
    metricsHost: metrics.host,
    metricsPort: String(metrics.port),
    pushUrl: metrics.push.url ?? '',
    pushSeconds: String(metrics.push.intervalMs / msPerSecond),
    pushJob: metrics.push.job,
    pushInstance: ownOrAuto(metrics.push.instance),
    quit: settings.quit,
  };
}

/** With as few decimals as lead back to the same bytes: rounded further, the form would look edited as it opens. */
function gigabytes(bytes: number): number {
  const exact = bytes / bytesPerGb;
  for (let decimals = 0; decimals <= 12; decimals += 1) {
    const short = Number(exact.toFixed(decimals));
    if (Math.round(short * bytesPerGb) === bytes) return short;
  }
  return exact;
}

function ownOrAuto(value: string | number): OwnOrAuto {
  return value === 'auto' ? { auto: true, own: '' } : { auto: false, own: String(value) };
}

function rowsOf(map: Readonly<Record<string, string | number>>): Row[] {
  return Object.entries(map).map(([name, value], id) => ({ id, name, value: String(value) }));
}
