import { Check, X } from 'lucide-react';
import type { ConnectionReport } from '../../shared/connection-report';
import { ErrorNote } from './ErrorNote';
import './connection-checks.css';

/** What "Test connection" found, in the order it was asked, and what to do about the first that failed. */
export function ConnectionChecks({ report }: { readonly report: ConnectionReport }) {
  return (
    <section className="connection-checks" aria-live="polite" aria-label="Connection test">
      <ul>
        {report.checks.map((check) => (
          <li key={check.name} className="connection-check" data-ok={check.ok}>
            {check.ok ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />}
            <span className="breakable">
              <span className="check-name">{check.name}</span>
              <span className="visually-hidden">{check.ok ? ' is right: ' : ' failed: '}</span>
              <span className="dim"> {check.detail}</span>
            </span>
          </li>
        ))}
      </ul>
      {report.error === null ? null : <ErrorNote error={report.error} />}
    </section>
  );
}
