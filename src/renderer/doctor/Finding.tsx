import { CircleCheck, CircleQuestionMark, OctagonX, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import type { DoctorAction, DoctorFinding, DoctorStatus } from '../../shared/doctor';
import { checkNames, isWrong, statusNames } from '../../shared/view/doctor-words';
import { Button } from '../components/Button';
import { CopyButton } from '../components/CopyButton';
import { Fixes } from '../components/Fixes';
import { useRaybar } from '../raybar-context';

const icons: Record<DoctorStatus, LucideIcon> = {
  ok: CircleCheck,
  warning: TriangleAlert,
  failed: OctagonX,
  unavailable: CircleQuestionMark,
};

interface FindingProps {
  readonly finding: DoctorFinding;
  /** The check that the window was opened at. */
  readonly isWanted: boolean;
}

/** One check: its state as a shape and a word, which its colour only repeats, what was found, and what helps. */
export function Finding({ finding, isWanted }: FindingProps) {
  const id = useId();
  const { check, status, code, tried, found, fixes, actions } = finding;
  const Icon = icons[status];
  const wrong = isWrong(status);
  return (
    <li
      className="finding"
      data-check={check}
      data-status={status}
      data-wanted={isWanted}
      tabIndex={-1}
      aria-labelledby={id}
    >
      <Icon className="finding-icon" size={16} strokeWidth={2} aria-hidden />
      <div className="finding-head" id={id}>
        <h2>{checkNames[check]}</h2>
        <span className="finding-status small">{statusNames[status]}</span>
      </div>
      <div className="finding-body breakable selectable">
        <p className={wrong ? undefined : 'dim'}>{found}</p>
        {wrong ? (
          <p className="dim small">
            {tried}
            {code === null ? null : ` · ${code}`}
          </p>
        ) : null}
        <Fixes fixes={fixes} />
      </div>
      {actions.length === 0 ? null : (
        <div className="finding-actions buttons">
          {actions.map((action) => (
            <Action key={JSON.stringify(action)} action={action} />
          ))}
        </div>
      )}
    </li>
  );
}

function Action({ action }: { readonly action: DoctorAction }) {
  const { run } = useRaybar();
  switch (action.kind) {
    case 'settings':
      return <Button onPress={() => void run('openSettings', { field: action.field })}>Open Settings</Button>;
    case 'logs':
      return <Button onPress={() => void run('openLogs', undefined)}>Open logs</Button>;
    case 'activity':
      return <Button onPress={() => void run('openActivity', undefined)}>Open Activity</Button>;
    case 'copy':
      return (
        <CopyButton label="Copy command" text={action.command} name={`Copy command: ${action.command}`} />
      );
  }
}
