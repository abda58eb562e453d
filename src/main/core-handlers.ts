import { RaybarFailure, type RaybarError } from '../shared/errors';
import type { CommandInput } from '../shared/ipc';
import { leaveNowDeadlineMs, type Settings } from '../shared/settings';
import type { Snapshot } from '../shared/snapshot';
import type { CoreHandlers } from './core-api';
import type { CoreParts } from './core-parts';
import { type DoctoredParts, doctorOf } from './doctor-of';
import { pauseUntil } from './policy/pause-until';
import { runDemoJob } from './ray/demo-job';
import { applySettingsPatch } from './settings/apply-patch';
import type { Wish } from './wish-store';
import type { TaskWatchRun } from './worker/task-watch';
import { testConnection } from './worker/test-connection';

/** What the commands need of the core, and no more. */
export interface HandledCore {
  readonly parts: Pick<
    CoreParts,
    'now' | 'system' | 'machine' | 'pythonEnvironment' | 'supervisor' | 'taskWatch' | 'monitoring' | 'logs'
  > &
    DoctoredParts;
  readonly settings: Settings;
  readonly currentWish: Wish;
  snapshot(): Snapshot;
  ask(wish: Omit<Wish, 'version'>, hurryDeadlineMs?: number | null): Promise<void>;
  takeSettings(settings: Settings): Promise<void>;
  dismissProblem(code: string): void;
  taskRun(): TaskWatchRun | null;
}

/** The demo's task runs so long when nobody says otherwise: long enough to be seen in the popover. */
const demoSeconds = 20;

/** The commands that need no desktop. */
export function createCoreHandlers(core: HandledCore): CoreHandlers {
  const mustHaveCluster = (): void => {
    if (core.settings.cluster.kind !== 'none') return;
    throw new RaybarFailure({
      code: 'no-cluster',
      tried: 'Switched contributing on',
      found: 'No cluster is chosen yet.',
      fixes: [
        'Choose "Join a cluster…" or "Try it here".',
        'In a terminal: raybar settings set cluster.headAddress HOST:6379',
      ],
      retryable: false,
    });
  };

  const doctor = doctorOf(core);

  return {
    ...core.parts.logs.handlers,
    status: async () => core.snapshot(),
    on: async () => {
      mustHaveCluster();
      // Asking to contribute is also the owner's "try again" after Raybar gave up.
      if (core.snapshot().worker.kind === 'failed') core.parts.supervisor.tryNow();
      await core.ask({ contribute: true, pausedUntil: null });
      return undefined;
    },
    off: async (input) => {
      await core.ask({ contribute: false, pausedUntil: null }, input?.deadlineMs ?? null);
      return undefined;
    },
    leaveNow: async () => {
      const { contribute, pausedUntil } = core.currentWish;
      // A pause that is under way stays one: it only gets there sooner.
      const paused = contribute && pausedUntil !== null;
      await core.ask({ contribute: paused, pausedUntil: paused ? pausedUntil : null }, leaveNowDeadlineMs);
      return undefined;
    },
    pause: async (pause) => {
      mustHaveCluster();
      // A pause ends by itself in contributing: it must not lend a machine whose owner said no.
      if (!core.currentWish.contribute) throw new RaybarFailure(notOn('Paused contributing'));
      await core.ask({ contribute: true, pausedUntil: pauseUntil(pause, core.parts.now()) });
      return undefined;
    },
    resume: async () => {
      await core.ask({ contribute: core.currentWish.contribute, pausedUntil: null });
      return undefined;
    },
    tryNow: async () => {
      if (core.snapshot().decision.wanted === 'out') {
        throw new RaybarFailure(notOn('Tried to join now', core.snapshot().decision.why));
      }
      core.parts.supervisor.tryNow();
      return undefined;
    },
    tryHere: async () => {
      await core.takeSettings({ ...core.settings, cluster: { kind: 'embedded' } });
      await core.ask({ contribute: true, pausedUntil: null });
      return undefined;
    },
    joinCluster: async ({ headAddress, tokenFile }) => {
      const cluster = { kind: 'address', headAddress, dashboardAddress: null, tokenFile };
      const problems = await setSettings(core, [['cluster', cluster]]);
      if (problems.length === 0) await core.ask({ contribute: true, pausedUntil: null });
      return problems;
    },
    settingsGet: async () => core.settings,
    settingsSet: (patch) => setSettings(core, patch),
    testConnection: async (patch) => {
      const draft = applySettingsPatch(core.settings, patch);
      if (draft.type === 'success') return testConnection(core.parts, draft.settings);
      const found = draft.problems.map(({ field, message }) => `${field}: ${message}`).join('; ');
      return {
        checks: [{ name: 'settings', ok: false, detail: found }],
        error: {
          code: 'settings-invalid',
          tried: 'Read the settings to be tested',
          found,
          fixes: ['Mend the fields that are named.'],
          retryable: false,
        },
      };
    },
    doctor: async () => (await doctor()).run(),
    runDemo: async (input) => {
      const run = core.taskRun();
      if (!run?.nodeId || core.snapshot().worker.kind !== 'contributing') {
        throw new RaybarFailure({
          code: 'not-contributing',
          tried: 'Started the demo job',
          found: 'This machine is not contributing now.',
          fixes: ['Switch contributing on first: raybar on --wait'],
          retryable: true,
        });
      }
      const dashboard = await core.parts.taskWatch.client(run);
      return runDemoJob({
        dashboard,
        gcs: run.gcs,
        nodeId: run.nodeId,
        seconds: input?.seconds ?? demoSeconds,
      });
    },
    history: async (request) => core.parts.monitoring.history(request),
    dismissProblem: async ({ code }) => {
      core.dismissProblem(code);
      return undefined;
    },
  };
}

const notOn = (tried: string, why = 'you switched it off'): RaybarError => ({
  code: 'not-contributing',
  tried,
  found: `Contributing is not wanted now: ${why}.`,
  fixes: ['Switch contributing on: raybar on'],
  retryable: false,
});

async function setSettings(
  core: Pick<HandledCore, 'settings' | 'takeSettings'>,
  patch: CommandInput<'settingsSet'>,
): Promise<{ field: string; message: string }[]> {
  const result = applySettingsPatch(core.settings, patch);
  if (result.type === 'error') return result.problems;
  await core.takeSettings(result.settings);
  return [];
}
