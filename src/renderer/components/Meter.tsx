import { ProgressBar } from 'react-aria-components';
import './meter.css';

interface MeterProps {
  /** What a screen reader calls it, and how it reads the value. */
  readonly name: string;
  readonly valueText: string;
  /** 0 to 1; what lies outside is drawn at the end. */
  readonly share: number;
  readonly colour?: 'gpu' | 'accent';
}

/** How much of a whole. */
export function Meter({ name, valueText, share, colour = 'accent' }: MeterProps) {
  const percent = Math.min(100, Math.max(0, share * 100));
  return (
    <ProgressBar aria-label={name} value={percent} valueLabel={valueText} className="meter">
      <span className={`meter-fill ${colour}`} style={{ width: `${percent}%` }} />
    </ProgressBar>
  );
}
