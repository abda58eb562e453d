import { drawnFrom } from '../drawn-from';
import type { Snapshot } from '../../shared/snapshot';
import { isAvailable } from '../../shared/reading';
import type { Telemetry } from '../../shared/telemetry';
import { formatBytes, formatRate } from '../../shared/view/format';
import { gpuHolds } from '../../shared/view/gpu-words';
import { memoryBar } from '../../shared/view/memory-bar';
import { Card } from '../components/Card';
import { MemoryBar, MemoryKey } from '../components/MemoryBar';
import { Meter } from '../components/Meter';
import { Dash, NotKnown } from '../components/NotKnown';
import { Pressure } from '../components/Pressure';

/** Memory in its parts, what is swapped out, and what the GPU holds of it. */
export const MemoryCard = drawnFrom(
  ['machine', 'telemetry'],
  function MemoryCard({ snapshot }: { readonly snapshot: Snapshot }) {
    const { machine, telemetry } = snapshot;
    const { memory, gpu } = telemetry;
    const name = machine.appleSilicon ? 'Unified memory' : 'Memory';
    const bar = isAvailable(memory) ? memoryBar(memory) : null;
    const swap = <Swap swap={telemetry.swap} />;
    return (
      <Card name={name}>
        <div className="memory-heading">
          <h2 className="card-heading">{name}</h2>
          <span className="spring" />
          {bar === null ? null : (
            <span className="small numbers">
              <strong>{bar.used}</strong> of {bar.total} {bar.unit}
            </span>
          )}
          <Pressure pressure={telemetry.pressure} />
        </div>
        {isAvailable(memory) ? null : (
          <p className="small">
            <NotKnown reason={memory.unavailable} />
          </p>
        )}
        {bar === null ? (
          <p className="small dim numbers">{swap}</p>
        ) : (
          <>
            <MemoryBar bar={bar} />
            <ul className="memory-legend small dim numbers" aria-label={`Its parts in ${bar.unit}`}>
              {bar.parts.map(({ part, name: partName, amount }) => (
                <li key={part}>
                  <MemoryKey part={part} />
                  {partName} {amount}
                </li>
              ))}
              <li className="swap">{swap}</li>
            </ul>
          </>
        )}
        {isAvailable(gpu) ? <GpuShare gpu={gpu} /> : null}
      </Card>
    );
  },
);

/** Slower than this is the noise of a machine at rest. */
const leastSwapRate = 100_000;

function Swap({ swap }: Pick<Telemetry, 'swap'>) {
  if (!isAvailable(swap)) {
    return (
      <>
        Swap <Dash name="Swap" reason={swap.unavailable} />
      </>
    );
  }
  const out = isAvailable(swap.outBytesPerSecond) ? swap.outBytesPerSecond : 0;
  return (
    // With its unit, as everywhere: it is no part of the memory's total.
    <span>
      Swap {formatBytes(swap.usedBytes)}
      {out >= leastSwapRate ? (
        <span className="swap-rate">
          , <span className="visually-hidden">swapped </span>out {formatRate(out)}
        </span>
      ) : null}
    </span>
  );
}

function GpuShare({ gpu }: { readonly gpu: Parameters<typeof gpuHolds>[0] }) {
  const holds = gpuHolds(gpu);
  if (!isAvailable(holds)) {
    return (
      <p className="small">
        <NotKnown name="GPU’s memory" reason={holds.unavailable} />
      </p>
    );
  }
  return (
    <div className="gpu-share small" title={holds.limit}>
      <span className="dim">GPU holds</span>
      {holds.share === null ? (
        <span className="spring" />
      ) : (
        <Meter
          name="GPU’s memory of its limit"
          valueText={`${holds.text}; ${holds.limit}`}
          share={holds.share}
          colour="gpu"
        />
      )}
      <span className="numbers">{holds.text}</span>
      {holds.share === null ? <span className="visually-hidden">{holds.limit}</span> : null}
    </div>
  );
}
