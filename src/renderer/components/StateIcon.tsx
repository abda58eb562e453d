import {
  Circle,
  CircleCheck,
  CirclePause,
  CirclePlay,
  Hourglass,
  LoaderCircle,
  Moon,
  TriangleAlert,
  Unplug,
  type LucideIcon,
} from 'lucide-react';
import type { TrayShape } from '../../shared/view/tray-shape';
import './state-icon.css';

const icons: Record<TrayShape, LucideIcon> = {
  off: Circle,
  joining: LoaderCircle,
  contributing: CircleCheck,
  busy: CirclePlay,
  draining: Hourglass,
  lost: Unplug,
  failed: TriangleAlert,
  asleep: Moon,
  paused: CirclePause,
};

/** The state as a shape; its colour only repeats it. The title beside it says the same in words. */
export function StateIcon({ shape }: { readonly shape: TrayShape }) {
  const Icon = icons[shape];
  return (
    <span className="state-icon" data-shape={shape}>
      <Icon size={17} strokeWidth={2} aria-hidden />
    </span>
  );
}
