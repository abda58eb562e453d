import { drawnFrom } from '../drawn-from';
import type { Snapshot } from '../../shared/snapshot';
import { isAvailable } from '../../shared/reading';
import { formatNumber } from '../../shared/view/format';
import { gpuTitle } from '../../shared/view/gpu-words';
import { Card } from '../components/Card';
import { NotKnown } from '../components/NotKnown';
import { Sparkline } from '../components/Sparkline';
import { useGpuTrail } from './use-gpu-trail';

/** How busy the GPU is. Where there is none that tells, one quiet line says so. */
export const GpuCard = drawnFrom(
  ['telemetry'],
  function GpuCard({ snapshot }: { readonly snapshot: Snapshot }) {
    const { telemetry } = snapshot;
    const { gpu } = telemetry;
    const trail = useGpuTrail();
    if (!isAvailable(gpu)) {
      return (
        <p className="gpu-not-known small">
          <NotKnown name="GPU" reason={gpu.unavailable} />
        </p>
      );
    }
    return (
      <Card name="GPU">
        <div className="gpu">
          <div className="gpu-now">
            <h2 className="card-heading" title={isAvailable(gpu.model) ? gpu.model : undefined}>
              {gpuTitle(gpu)}
            </h2>
            {isAvailable(gpu.devicePercent) ? (
              <p className="numbers">
                <span className="reading-value">{formatNumber(gpu.devicePercent, 0)}</span>{' '}
                <span className="dim small">%</span>
              </p>
            ) : (
              <p className="small">
                <NotKnown reason={gpu.devicePercent.unavailable} />
              </p>
            )}
          </div>
          {isAvailable(gpu.devicePercent) ? (
            <Sparkline name="MPS" points={trail} now={trail.at(-1)?.at ?? telemetry.at ?? 0} />
          ) : null}
        </div>
      </Card>
    );
  },
);
