import { useCallback, useMemo, useRef, useState } from 'react';
import { historySpans, type History, type HistorySpan } from '../../shared/history';
import type { Snapshot } from '../../shared/snapshot';
import { activityCharts } from '../../shared/view/activity-charts';
import { gapsOf, withGaps } from '../../shared/view/history-window';
import { CommandError } from '../components/CommandError';
import { NoAnswer } from '../components/NoAnswer';
import { useSnapshotCache } from '../raybar-context';
import { useChartPalette } from './chart-colours';
import { ChartPanel } from './ChartPanel';
import { drawPicture } from './draw-picture';
import { Happened } from './Happened';
import { ReadingsNow } from './ReadingsNow';
import { Toolbar } from './Toolbar';
import { useHistory } from './use-history';
import { ValuesTable } from './ValuesTable';

/** What the machine did, over minutes to a day, and how much of it was the cluster's. */
export function ActivityWindow() {
  const { snapshot, error } = useSnapshotCache();
  const [span, setSpan] = useState<HistorySpan>('10min');
  const { history, error: historyError } = useHistory(span, snapshot?.telemetry.at ?? null);
  const failed = error ?? (history === null ? historyError : null);
  if (failed !== null) return <NoAnswer name="Activity" className="activity" error={failed} />;
  if (snapshot === null || history === null) return null;
  return <Activity snapshot={snapshot} history={history} span={span} onSpan={setSpan} />;
}

interface ActivityProps {
  readonly snapshot: Snapshot;
  readonly history: History;
  readonly span: HistorySpan;
  readonly onSpan: (span: HistorySpan) => void;
}

function Activity({ snapshot, history, span, onSpan }: ActivityProps) {
  const palette = useChartPalette();
  const [cursorAt, setCursorAt] = useState<number | null>(null);
  const canvases = useRef(new Map<string, HTMLCanvasElement>());
  const onCanvas = useCallback((id: string, canvas: HTMLCanvasElement | null) => {
    if (canvas === null) canvases.current.delete(id);
    else canvases.current.set(id, canvas);
  }, []);
  const columns = useMemo(() => withGaps(history), [history]);
  const gaps = useMemo(() => gapsOf(history), [history]);
  const charts = useMemo(() => activityCharts(columns.series, snapshot), [columns, snapshot]);
  const shown = charts.filter(({ unavailable }) => unavailable === null);
  const missing = charts.filter(({ unavailable }) => unavailable !== null);
  const to = Math.max(snapshot.telemetry.at ?? 0, (history.at.at(-1) ?? 0) + history.stepMs);
  const from = to - historySpans[history.span].lengthMs;
  const picture = () =>
    drawPicture({
      charts,
      canvases: canvases.current,
      palette,
      hostname: snapshot.machine.hostname,
      span: history.span,
      to,
    });
  return (
    <main className="activity">
      <h1 className="visually-hidden">Activity</h1>
      <Toolbar span={span} onSpan={onSpan} cursorAt={cursorAt} drawPicture={picture} />
      <CommandError />
      {history.at.length === 0 ? (
        <p className="dim activity-empty">
          Nothing was measured in this time yet. The first values come in a few seconds.
        </p>
      ) : null}
      <div className="charts">
        {[...shown, ...missing].map((chart) => (
          <ChartPanel
            key={chart.id}
            {...{ chart, palette, gaps, from, to, cursorAt, onCanvas }}
            at={columns.at}
            marks={history.marks}
            onCursor={setCursorAt}
          />
        ))}
      </div>
      <div className="activity-words">
        <Happened marks={history.marks} gaps={gaps} now={to} />
        <ReadingsNow snapshot={snapshot} />
      </div>
      <ValuesTable history={history} snapshot={snapshot} />
    </main>
  );
}
