import { useLayoutEffect, useRef, useState, type PointerEvent } from 'react';
import { useViewer } from './log-window-context';
import { marksPath, rowAtThumb, thumbAt, trackUnits } from './scroll-marks';

interface ScrollTrackProps {
  readonly topRow: number;
  readonly visibleRows: number;
  readonly rowCount: number;
  readonly onScrollTo: (row: number) => void;
}

const none: readonly number[] = [];

/** The scroll bar of the whole view: the element beside it has a stretch of it only. What is found and what failed is marked in it. */
export function ScrollTrack({ topRow, visibleRows, rowCount, onScrollTo }: ScrollTrackProps) {
  const track = useRef<HTMLDivElement>(null);
  const [trackPx, setTrackPx] = useState(0);
  /** Where in the thumb it was taken hold of; null while it is not. */
  const grip = useRef<number | null>(null);
  const found = useViewer(({ view }) => view?.search?.buckets ?? none);
  const failures = useViewer(({ view }) => view?.failureBuckets ?? none);
  const match = useViewer((state) => state.match);

  useLayoutEffect(() => {
    const element = track.current;
    if (element === null) return undefined;
    const resized = new ResizeObserver(() => setTrackPx(element.clientHeight));
    resized.observe(element);
    setTrackPx(element.clientHeight);
    return () => resized.disconnect();
  }, []);

  const thumb = thumbAt(topRow, visibleRows, rowCount, trackPx);
  const offset = ({ clientY }: PointerEvent) => clientY - (track.current?.getBoundingClientRect().top ?? 0);
  const scrollTo = (thumbTopPx: number) => onScrollTo(rowAtThumb(thumbTopPx, visibleRows, rowCount, trackPx));

  const take = (event: PointerEvent) => {
    if (thumb === null || event.button !== 0) return;
    const at = offset(event);
    const onThumb = at >= thumb.topPx && at <= thumb.topPx + thumb.heightPx;
    grip.current = onThumb ? at - thumb.topPx : thumb.heightPx / 2;
    event.currentTarget.setPointerCapture(event.pointerId);
    if (!onThumb) scrollTo(at - thumb.heightPx / 2);
    event.preventDefault();
  };
  const drag = (event: PointerEvent) => {
    if (grip.current !== null) scrollTo(offset(event) - grip.current);
  };
  const letGo = () => {
    grip.current = null;
  };
  const at = match === null || rowCount === 0 ? null : (match.row / rowCount) * trackUnits;
  return (
    <div
      ref={track}
      className="scroll-track"
      role="scrollbar"
      aria-label="Position in the logs"
      aria-controls="log-lines"
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, Math.ceil(rowCount - visibleRows))}
      aria-valuenow={Math.round(topRow)}
      // The list has the keys; a second stop for Tab would say the same.
      tabIndex={-1}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={letGo}
      onPointerCancel={letGo}
    >
      <svg viewBox={`0 0 14 ${trackUnits}`} preserveAspectRatio="none" aria-hidden>
        <path className="failure-marks" d={marksPath(failures, 0, 4)} />
        <path className="match-marks" d={marksPath(found, 9, 5)} />
        {at === null ? null : <path className="current-mark" d={`M0 ${at - 0.75}h14v1.5h-14z`} />}
      </svg>
      {thumb === null ? null : (
        <div
          className="scroll-thumb"
          style={{ transform: `translateY(${thumb.topPx}px)`, height: thumb.heightPx }}
        />
      )}
    </div>
  );
}
