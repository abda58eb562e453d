import { useEffect, useRef } from 'react';
import type { DoctorCheck } from '../../shared/doctor';
import { formatClock } from '../../shared/view/format';
import { doctorSummary, doctorText } from '../../shared/view/doctor-words';
import { Button } from '../components/Button';
import { Card } from '../components/Card';
import { CommandError } from '../components/CommandError';
import { CopyButton } from '../components/CopyButton';
import { ErrorNote } from '../components/ErrorNote';
import { useWindowTarget } from '../use-window-target';
import { Finding } from './Finding';
import { Waiting } from './Waiting';
import { gravestFirst } from './gravest-first';
import { useDoctor, type DoctorState } from './use-doctor';

/** What the doctor found, the gravest first, each with what helps. */
export function DoctorWindow() {
  const doctor = useDoctor();
  const { report, error, checking } = doctor;
  const list = useRef<HTMLUListElement>(null);
  const target = useWindowTarget();
  const wanted = target !== null && 'doctorCheck' in target ? target.doctorCheck : null;
  const isThere = report !== null;
  useEffect(() => {
    if (isThere && target !== null && 'doctorCheck' in target) showCheck(list.current, target.doctorCheck);
  }, [isThere, target]);
  return (
    <main className="doctor">
      <Toolbar {...doctor} />
      <CommandError />
      {error === null ? null : (
        <Card name="The doctor does not answer">
          <div role="alert">
            <ErrorNote error={error} />
          </div>
        </Card>
      )}
      {report === null && checking ? <Waiting /> : null}
      {report === null ? null : (
        <ul ref={list} className="findings card" aria-label="Checks" aria-busy={checking}>
          {gravestFirst(report.findings).map((finding) => (
            <Finding key={finding.check} finding={finding} isWanted={finding.check === wanted} />
          ))}
        </ul>
      )}
    </main>
  );
}

function Toolbar({ report, checking, checkAgain }: DoctorState) {
  return (
    <header className="doctor-toolbar">
      <h1 className="visually-hidden">Doctor</h1>
      <div className="doctor-summary">
        <output>{checking ? 'Checking…' : report === null ? 'No report' : doctorSummary(report)}</output>
        <span className="dim small numbers">
          {report === null
            ? 'Nothing is changed by it; the cluster may take some seconds.'
            : `As of ${formatClock(report.at, { locale: report.locale }, 'second')}`}
        </span>
      </div>
      <div className="buttons">
        {report === null ? null : <CopyButton label="Copy as text" text={doctorText(report)} />}
        <Button isDisabled={checking} onPress={checkAgain}>
          Check again
        </Button>
      </div>
    </header>
  );
}

function showCheck(list: HTMLElement | null, check: DoctorCheck): void {
  const row = list?.querySelector<HTMLElement>(`[data-check="${check}"]`);
  row?.scrollIntoView({ block: 'center' });
  row?.focus({ preventScroll: true });
}
