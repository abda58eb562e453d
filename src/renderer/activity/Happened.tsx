import { useState } from 'react';
import type { HistoryMark } from '../../shared/history';
import { formatClock, formatDuration, formatMoment } from '../../shared/view/format';
import type { Gap } from '../../shared/view/history-window';
import { Button } from '../components/Button';
import { Card } from '../components/Card';

interface HappenedProps {
  readonly marks: readonly HistoryMark[];
  readonly gaps: readonly Gap[];
  readonly now: number;
}

/** Before somebody asks for all. */
const firstShown = 12;

/** The charts' lines and bands in words, newest first. */
export function Happened({ marks, gaps, now }: HappenedProps) {
  const [all, setAll] = useState(false);
  const events = [
    ...marks.map(({ at, text }) => ({ at, text })),
    ...gaps.map(({ from, to }) => ({
      at: from,
      text: `Nothing was measured for ${formatDuration(to - from)}, until ${formatClock(to)}`,
    })),
  ].sort((a, b) => b.at - a.at);
  return (
    <Card heading="What happened">
      {events.length === 0 ? (
        <p>No join, drain, sleep or loss in this time</p>
      ) : (
        <ol className="happened numbers">
          {events.slice(0, all ? undefined : firstShown).map(({ at, text }) => (
            <li key={`${at} ${text}`}>
              <time className="dim small">{formatMoment(at, now, {}, 'second')}</time> {text}
            </li>
          ))}
        </ol>
      )}
      {events.length <= firstShown ? null : (
        <div className="small">
          <Button look="plain" aria-expanded={all} onPress={() => setAll(!all)}>
            {all ? 'Show fewer' : `${events.length - firstShown} more`}
          </Button>
        </div>
      )}
    </Card>
  );
}
