import { CircleCheck, OctagonAlert, TriangleAlert, type LucideIcon } from 'lucide-react';
import { isAvailable } from '../../shared/reading';
import type { PressureLevel, Telemetry } from '../../shared/telemetry';
import { pressureNames } from '../../shared/view/pressure-words';
import './pressure.css';

const icons: Record<PressureLevel, LucideIcon> = {
  normal: CircleCheck,
  warning: TriangleAlert,
  critical: OctagonAlert,
};

/** Memory pressure as a shape and a word; its colour only repeats them. */
export function Pressure({ pressure }: Pick<Telemetry, 'pressure'>) {
  if (!isAvailable(pressure)) {
    return (
      <span className="dim small" title={`not known: ${pressure.unavailable}`}>
        pressure not known
        <span className="visually-hidden">: {pressure.unavailable}</span>
      </span>
    );
  }
  const Icon = icons[pressure];
  return (
    <span className="pressure small" data-level={pressure}>
      <Icon size={12} strokeWidth={2.25} aria-hidden />
      pressure {pressureNames[pressure]}
    </span>
  );
}
