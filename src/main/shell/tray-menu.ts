import type { CommandInput, CommandName } from '../../shared/ipc';
import type { Snapshot, TaskRow } from '../../shared/snapshot';
import {
  formatClock,
  formatCountdown,
  formatDuration,
  formatMoment,
  type Place,
} from '../../shared/view/format';
import { offeredActions, pauseChoices, type OfferedActions } from '../../shared/view/offered-actions';
import { highPressure } from '../../shared/view/pressure-words';
import { stateLine } from '../../shared/view/state-line';
import { taskName } from '../../shared/view/words';

/** What a row asks for when it is chosen: a command of the ipc schema with its input. */
export type MenuCommand = {
  [N in CommandName]: { readonly name: N; readonly input: CommandInput<N> };
}[CommandName];

/** A row of the tray's menu as a plain value, so that two menus can be compared. */
export type MenuRow =
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'separator' }
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly command: MenuCommand;
      readonly enabled: boolean;
      /** Chooses the row while the menu is open, e.g. "CommandOrControl+L". */
      readonly accelerator?: string;
    }
  | {
      readonly kind: 'check';
      readonly label: string;
      readonly command: MenuCommand;
      readonly enabled: boolean;
      readonly checked: boolean;
    }
  | { readonly kind: 'submenu'; readonly label: string; readonly rows: readonly MenuRow[] };

/**
 * The tray's menu: everything that can be done without a window.
 *
 * @param now ms since the epoch, for the drain's countdown
 */
export function trayMenu(snapshot: Snapshot, now: number, place: Place = {}): MenuRow[] {
  const offered = offeredActions(snapshot);
  return [
    text(stateLine(snapshot, now, place)),
    ...circumstances(snapshot, now, place),
    ...pressure(snapshot),
    separator,
    ...workerRows(snapshot, offered, now, place),
    separator,
    {
      kind: 'action',
      label: 'Logs',
      command: { name: 'openLogs', input: undefined },
      enabled: true,
      accelerator: 'CommandOrControl+L',
    },
    action('Activity…', { name: 'openActivity', input: undefined }),
    action('Doctor…', { name: 'openDoctor', input: undefined }),
    action('Settings…', { name: 'openSettings', input: undefined }),
    action('Ray dashboard', { name: 'openDashboard', input: undefined }, offered.dashboard.enabled),
    separator,
    action('Quit', { name: 'quit', input: undefined }),
  ];
}

const separator: MenuRow = { kind: 'separator' };

/** `&` marks a mnemonic in a native menu, and a task may be called anything. */
const text = (label: string): MenuRow => ({ kind: 'text', label: label.replaceAll('&', '&&') });

const action = (label: string, command: MenuCommand, enabled = true): MenuRow => ({
  kind: 'action',
  label,
  command,
  enabled,
});

/** What the state line leaves out: the drain's countdown with what still runs, or the error. */
function circumstances({ worker, tasks }: Snapshot, now: number, place: Place): MenuRow[] {
  switch (worker.kind) {
    case 'draining':
      return [
        text(drainEnd(worker.deadlineAt, now, place)),
        ...(worker.error === undefined ? [] : [text(shortened(worker.error.found))]),
        ...taskRows(tasks, now),
      ];
    case 'backoff':
    case 'failed':
    case 'lost':
      return [text(shortened(worker.error.found))];
    default:
      return [];
  }
}

function pressure({ telemetry }: Snapshot): MenuRow[] {
  const high = highPressure(telemetry);
  return high === null ? [] : [text(`${high.charAt(0).toUpperCase()}${high.slice(1)}`)];
}

/** Above a minute the countdown goes by minutes: a menu that stands open should not be drawn anew each second. */
function drainEnd(deadlineAt: number, now: number, place: Place): string {
  const leftMs = deadlineAt - now;
  if (leftMs <= 0) return 'Time is up';
  const left = leftMs > 60_000 ? `${Math.ceil(leftMs / 60_000)} min` : formatCountdown(leftMs);
  return `Done by ${formatClock(deadlineAt, place, 'second')}, in ${left}`;
}

/** A menu is no list: beyond these the popover shows the rest. */
const shownTasks = 5;

function taskRows(tasks: readonly TaskRow[], now: number): MenuRow[] {
  const rows = tasks.slice(0, shownTasks).map((task) => {
    const forHowLong = task.startedAt === null ? '' : ` · ${formatDuration(now - task.startedAt)}`;
    return text(`    ${taskName(task)}${task.busy ? forHowLong : ' · idle'}`);
  });
  return tasks.length > shownTasks ? [...rows, text(`    and ${tasks.length - shownTasks} more`)] : rows;
}

function shortened(sentence: string, length = 72): string {
  return sentence.length <= length ? sentence : `${sentence.slice(0, length - 1).trimEnd()}…`;
}

function workerRows({ wish }: Snapshot, offered: OfferedActions, now: number, place: Place): MenuRow[] {
  if (offered.setUp) {
    return [
      action('Join a cluster…', { name: 'openPopover', input: undefined }),
      action('Try it here', { name: 'tryHere', input: undefined }),
    ];
  }
  return [
    {
      kind: 'check',
      label: 'Contribute',
      command: { name: offered.contribute.on ? 'off' : 'on', input: undefined },
      enabled: offered.contribute.enabled,
      checked: offered.contribute.on,
    },
    ...pauseRows(wish.pausedUntil, offered, now, place),
    ...(offered.leaveNow ? [action('Drain and leave now', { name: 'leaveNow', input: undefined })] : []),
    ...(offered.tryNow ? [action('Try now', { name: 'tryNow', input: undefined })] : []),
  ];
}

function pauseRows(
  pausedUntil: number | null,
  offered: OfferedActions,
  now: number,
  place: Place,
): MenuRow[] {
  if (offered.endPause && pausedUntil !== null) {
    return [
      action(`End pause (until ${formatMoment(pausedUntil, now, place)})`, {
        name: 'resume',
        input: undefined,
      }),
    ];
  }
  if (!offered.pause) return [];
  const rows = pauseChoices.map(({ label, input }) => action(label, { name: 'pause', input }));
  return [{ kind: 'submenu', label: 'Pause', rows }];
}
