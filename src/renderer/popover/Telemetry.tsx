import type { Snapshot } from '../../shared/snapshot';
import { formatBytes, formatBytesOf, formatPercent } from '../../shared/view/format';
import { Card } from '../components/Card';
import { Meter } from '../components/Meter';

/** How busy the machine is, with all that runs on it. */
export function Telemetry({ snapshot }: { readonly snapshot: Snapshot }) {
  const { machine, telemetry } = snapshot;
  const { memory } = telemetry;
  const cpuPercent = telemetry.cpu.percent;
  const memoryName = machine.appleSilicon ? 'Unified memory' : 'Memory';
  return (
    <Card name="This machine">
      <div className="readings">
        {typeof cpuPercent === 'number' ? (
          <Reading
            name="CPU"
            value={String(Math.round(cpuPercent))}
            unit="%"
            text={formatPercent(cpuPercent)}
            share={cpuPercent / 100}
            colour="cpu"
          />
        ) : (
          <Unavailable name="CPU" reason={cpuPercent.unavailable} />
        )}
        {'totalBytes' in memory ? (
          <Reading
            name={memoryName}
            value={formatBytesOf(memory.usedBytes, memory.totalBytes).split(' of ')[0] ?? ''}
            unit={`of ${formatBytes(memory.totalBytes)}`}
            text={formatBytesOf(memory.usedBytes, memory.totalBytes)}
            share={memory.totalBytes > 0 ? memory.usedBytes / memory.totalBytes : 0}
            colour="memory"
          />
        ) : (
          <Unavailable name={memoryName} reason={memory.unavailable} />
        )}
      </div>
    </Card>
  );
}

interface ReadingProps {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  /** Value and unit as they are read out. */
  readonly text: string;
  readonly share: number;
  readonly colour: 'cpu' | 'memory';
}

function Reading({ name, value, unit, text, share, colour }: ReadingProps) {
  return (
    <div className="reading">
      <span className="dim small">{name}</span>
      <span className="numbers">
        <span className="reading-value">{value}</span> <span className="dim small">{unit}</span>
      </span>
      <Meter name={name} valueText={text} share={share} colour={colour} />
    </div>
  );
}

/** A reading that the machine does not give is told with its reason, never as 0. */
function Unavailable({ name, reason }: { readonly name: string; readonly reason: string }) {
  return (
    <div className="reading">
      <span className="dim small">{name}</span>
      <span className="small breakable">not known: {reason}</span>
    </div>
  );
}
