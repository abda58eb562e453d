import { Bookmark, Copy, ExternalLink, FileText, FolderOpen, X } from 'lucide-react';
import { Button } from '../components/Button';
import { useRaybar } from '../raybar-context';
import { levelMarks } from './level-marks';
import { LevelMark } from './LevelMark';
import { ReadOnlyText } from './ReadOnlyText';
import { useLogs, useViewer } from './log-window-context';

/** The whole entry of the active line, wrapped, to be read and selected from. The list keeps its rows of one height. */
export function EntryPane({ folderName }: { readonly folderName: string }) {
  const { actions, times } = useLogs();
  const { run } = useRaybar();
  const entry = useViewer((state) => state.entry);
  const sources = useViewer((state) => state.sources);
  const bookmarked = useViewer(({ bookmarks }) => bookmarks.some(({ key }) => key === entry?.row.key));
  if (entry === null) return null;
  const { row, text } = entry;
  const source = sources.find(({ id }) => id === row.sourceId);
  const reveal = (how: 'folder' | 'editor') =>
    void run('revealLogSource', { sourceId: row.sourceId, key: row.key, how });
  return (
    <section className="entry-pane" aria-label="Entry">
      <header className="entry-head">
        {row.level === null ? null : <LevelMark level={row.level} />}
        <span className="entry-of ellipsis">
          <strong>{source?.name ?? 'A log that is gone'}</strong>
          <span className="dim numbers">
            {row.level === null ? '' : ` · ${levelMarks[row.level].word}`}
            {row.at === null ? '' : ` · ${times.whole(row.at)}`}
            {row.line === null ? '' : ` · line ${row.line.toLocaleString()}`}
          </span>
        </span>
        <span className="spring" />
        <Button look="plain" onPress={() => void actions.copy('copy-entry')}>
          <Copy size={13} aria-hidden />
          Copy
        </Button>
        <Button look="plain" onPress={() => void actions.copy('copy-entry-markdown')}>
          <FileText size={13} aria-hidden />
          Markdown
        </Button>
        <Button look="plain" aria-pressed={bookmarked} onPress={() => actions.toggleBookmark()}>
          <Bookmark size={13} aria-hidden fill={bookmarked ? 'currentColor' : 'none'} />
          Bookmark
        </Button>
        <Button look="plain" onPress={() => reveal('folder')}>
          <FolderOpen size={13} aria-hidden />
          {folderName}
        </Button>
        <Button look="plain" onPress={() => reveal('editor')}>
          <ExternalLink size={13} aria-hidden />
          Editor
        </Button>
        <Button look="plain" iconOnly aria-label="Close the entry" onPress={() => actions.closeEntry()}>
          <X size={14} aria-hidden />
        </Button>
      </header>
      <ReadOnlyText className="entry-text" name="Text of the entry" text={text?.text ?? row.text} />
      {text?.truncated ? (
        <p className="small dim entry-cut">Only {text.rows.toLocaleString()} of its lines are shown here.</p>
      ) : null}
      {text !== null && text.cutBytes > 0 ? (
        <p className="small dim entry-cut">
          Of a line only the first 1 MiB is shown; the file has all of it.
        </p>
      ) : null}
    </section>
  );
}
