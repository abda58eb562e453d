import { drawnFrom } from '../drawn-from';
import type { Snapshot } from '../../shared/snapshot';
import { thisComputer } from '../../shared/view/words';

/** Why it is as it is, and what comes by itself. */
export const WhyNext = drawnFrom(
  ['app', 'decision', 'keepingAwake'],
  function WhyNext({ snapshot }: { readonly snapshot: Snapshot }) {
    const { app, decision, keepingAwake } = snapshot;
    return (
      <dl className="why-next small">
        <dt className="dim">Why</dt>
        <dd className="breakable">{decision.why}</dd>
        {decision.next === null ? null : (
          <>
            <dt className="dim">Next</dt>
            <dd className="breakable">{decision.next}</dd>
          </>
        )}
        {keepingAwake ? (
          <>
            <dt className="dim">Sleep</dt>
            <dd>{thisComputer(app.platform)} is kept awake while tasks run</dd>
          </>
        ) : null}
      </dl>
    );
  },
);
