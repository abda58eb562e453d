import { useEffect, useState } from 'react';
import type { HistorySpan } from '../../shared/history';
import type { CommandInput } from '../../shared/ipc';
import { formatClock } from '../../shared/view/format';
import { Button } from '../components/Button';
import { Segmented } from '../components/Segmented';
import { useRaybar } from '../raybar-context';

interface ToolbarProps {
  readonly span: HistorySpan;
  readonly onSpan: (span: HistorySpan) => void;
  readonly cursorAt: number | null;
  /** As a PNG's data URL. */
  readonly drawPicture: () => string;
}

const spans = [
  { value: '10min', label: '10 min' },
  { value: '3h', label: '3 h' },
  { value: '24h', label: '24 h' },
] as const;

/** How long "Saved" stands there. */
const savedForMs = 6_000;

export function Toolbar({ span, onSpan, cursorAt, drawPicture }: ToolbarProps) {
  const { run } = useRaybar();
  const [saved, setSaved] = useState('');
  useEffect(() => {
    if (saved === '') return undefined;
    const timer = setTimeout(() => setSaved(''), savedForMs);
    return () => clearTimeout(timer);
  }, [saved]);
  const save = async (input: CommandInput<'exportActivity'>) => {
    const answer = await run('exportActivity', input);
    setSaved(answer.type === 'success' && answer.value !== null ? `Saved as ${answer.value}` : '');
  };
  return (
    <div className="activity-toolbar">
      <Segmented name="How far back" value={span} choices={spans} onChange={onSpan} />
      <span className="dim small numbers">
        {cursorAt === null ? 'Values of now' : `Values of ${formatClock(cursorAt, {}, 'second')}`}
      </span>
      <output className="dim small spring ellipsis" title={saved}>
        {saved}
      </output>
      <Button onPress={() => void save({ format: 'csv', span })}>Export CSV…</Button>
      <Button onPress={() => void save({ format: 'png', span, image: drawPicture() })}>Export PNG…</Button>
    </div>
  );
}
