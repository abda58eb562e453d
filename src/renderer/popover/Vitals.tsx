import { drawnFrom } from '../drawn-from';
import type { Snapshot } from '../../shared/snapshot';
import { isAvailable } from '../../shared/reading';
import { formatPercent } from '../../shared/view/format';
import { coreClusters, networkWords } from '../../shared/view/machine-words';
import { thisComputer } from '../../shared/view/words';
import { Dash, NotKnown } from '../components/NotKnown';

/** CPU and network in a line; heat only where it slows the machine. */
export const Vitals = drawnFrom(
  ['app', 'telemetry'],
  function Vitals({ snapshot }: { readonly snapshot: Snapshot }) {
    const { app, telemetry } = snapshot;
    const { cpu, thermal } = telemetry;
    const clusters = coreClusters(cpu);
    const network = networkWords(telemetry.network);
    return (
      <dl className="vitals small numbers">
        <div>
          <dt className="dim">CPU</dt>
          <dd>
            {isAvailable(cpu.percent) ? (
              <>
                {formatPercent(cpu.percent)}
                {clusters === null ? null : (
                  <span className="dim">
                    <span aria-hidden> · {clusters.text}</span>
                    <span className="visually-hidden">, {clusters.spoken}</span>
                  </span>
                )}
              </>
            ) : (
              <NotKnown reason={cpu.percent.unavailable} />
            )}
          </dd>
        </div>
        <div>
          <dt className="visually-hidden">Network</dt>
          <dd>
            {isAvailable(network) ? (
              <>
                <span aria-hidden>{network.text}</span>
                <span className="visually-hidden">{network.spoken}</span>
              </>
            ) : (
              <>
                <span className="dim">Network </span>
                <Dash name="Network" reason={network.unavailable} />
              </>
            )}
          </dd>
        </div>
        {isAvailable(thermal) && thermal.throttled ? (
          <div className="throttled">
            <dt className="visually-hidden">Heat</dt>
            <dd>
              Heat slows {thisComputer(app.platform)} down
              {isAvailable(thermal.speedLimitPercent)
                ? `: its CPU runs at ${formatPercent(thermal.speedLimitPercent)}`
                : ''}
            </dd>
          </div>
        ) : null}
      </dl>
    );
  },
);
