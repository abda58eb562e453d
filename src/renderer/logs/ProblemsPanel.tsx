import { X } from 'lucide-react';
import type { LogProblem } from '../../shared/log-problems';
import { checkNames } from '../../shared/view/doctor-words';
import { formatCount } from '../../shared/view/format';
import { Button } from '../components/Button';
import { CopyButton } from '../components/CopyButton';
import { Fixes } from '../components/Fixes';
import { useRaybar } from '../raybar-context';
import { LevelMark } from './LevelMark';
import { useLogs, useViewer } from './log-window-context';
import { problemLinks, type ProblemLink } from './problem-link';

/** Known failures that these logs tell of, what they mean, and what helps. */
export function ProblemsPanel({ onClose }: { readonly onClose: () => void }) {
  const found = useViewer((state) => state.problems);
  const searching = found !== null && found.searchedShare < 1;
  return (
    <aside className="problems-panel" aria-label="Problems">
      <header className="panel-head">
        <h2>Problems</h2>
        <span className="spring" />
        <Button look="plain" iconOnly aria-label="Close the problems" onPress={onClose}>
          <X size={14} aria-hidden />
        </Button>
      </header>
      <div className="panel-body">
        {searching ? (
          <p className="small dim">
            Looked through {Math.floor(found.searchedShare * 100)} % of the logs so far.
          </p>
        ) : null}
        {found !== null && found.problems.length === 0 && !searching ? (
          <p className="dim">Nothing in these logs is a failure that Raybar knows.</p>
        ) : null}
        <ul className="problem-list">
          {found?.problems.map((problem) => (
            <Problem key={problem.key} problem={problem} />
          ))}
        </ul>
      </div>
    </aside>
  );
}

function Problem({ problem }: { readonly problem: LogProblem }) {
  const { actions, times } = useLogs();
  const { level, title, subject, detail, explanation, fixes, count, firstAt, lastAt, first, last } = problem;
  return (
    <li className="problem">
      <h3 className="problem-title">
        <LevelMark level={level} />
        <span className="breakable">{title}</span>
        {count > 1 ? (
          <span className="problem-count numbers" title={formatCount(count, 'time')}>
            {count.toLocaleString()}×
          </span>
        ) : null}
      </h3>
      {subject === null ? null : <p className="small breakable dim">In {subject}</p>}
      {detail === null ? null : <p className="problem-detail breakable selectable">{detail}</p>}
      <p className="small breakable">{explanation}</p>
      <Fixes fixes={fixes} small />
      <div className="problem-lines">
        {count > 1 ? (
          <Button look="plain" onPress={() => void actions.goToLine(first.key)}>
            First{firstAt === null ? '' : ` ${times.clock(firstAt)}`}
          </Button>
        ) : null}
        <Button look="plain" onPress={() => void actions.goToLine(last.key)}>
          {count > 1 ? 'Last' : 'Show'}
          {lastAt === null ? '' : ` ${times.clock(lastAt)}`}
        </Button>
        {problemLinks(problem).map((link) => (
          <LinkButton key={link.label} link={link} />
        ))}
      </div>
    </li>
  );
}

function LinkButton({ link }: { readonly link: ProblemLink }) {
  const { run } = useRaybar();
  if ('doctorCheck' in link) {
    const { label, doctorCheck: check } = link;
    return (
      <Button
        look="plain"
        aria-label={`${label} in the doctor: ${checkNames[check]}`}
        onPress={() => void run('openDoctor', { check })}
      >
        {label}
      </Button>
    );
  }
  if ('command' in link) {
    return (
      <Button look="plain" onPress={() => void run(link.command, undefined)}>
        {link.label}
      </Button>
    );
  }
  const { label, shellCommand } = link;
  return <CopyButton look="plain" label={label} text={shellCommand} name={`${label}: ${shellCommand}`} />;
}
