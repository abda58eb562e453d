import { useState } from 'react';
import { ArrowDown, Eye, EyeOff } from 'lucide-react';
import { DialogTrigger, Popover } from 'react-aria-components';
import { formatCount } from '../../shared/view/format';
import { Button } from '../components/Button';
import { useLogs, useViewer } from './log-window-context';

/** What is shown, how much of it is known yet, and whether it follows. */
export function StatusLine() {
  const view = useViewer((state) => state.view);
  const following = useViewer((state) => state.following);
  const said = useViewer((state) => state.said);
  const { viewer } = useLogs();
  return (
    <footer className="status-line small">
      <span className="numbers dim ellipsis">{view === null ? '' : viewWords(view)}</span>
      {view !== null && view.skippedRows > 0 ? (
        <span className="skipped numbers">{skippedWords(view.skippedRows)}</span>
      ) : null}
      {/* Said by the live region; here for the eye. */}
      <span className="dim ellipsis" aria-hidden>
        {said}
      </span>
      <span className="spring" />
      <RevealSwitch />
      {following ? (
        <span className="following">
          <span className="following-mark" aria-hidden />
          Following
        </span>
      ) : (
        <Button look="plain" onPress={() => viewer.follow()}>
          <ArrowDown size={12} aria-hidden />
          Follow
        </Button>
      )}
    </footer>
  );
}

export const skippedWords = (rows: number): string =>
  `${formatLines(rows)} passed by unseen: scroll up for them, all are in the file.`;

const formatLines = (rows: number): string => `${rows.toLocaleString()} ${rows === 1 ? 'line' : 'lines'}`;

function viewWords(view: {
  openSources: number;
  leftOutSources: number;
  rowCount: number;
  indexedShare: number;
}): string {
  const parts = [formatCount(view.openSources, 'log'), formatLines(view.rowCount)];
  if (view.indexedShare < 1) parts.push(`${Math.floor(view.indexedShare * 100)} % indexed`);
  if (view.leftOutSources > 0) parts.push(`${formatCount(view.leftOutSources, 'older log')} left out`);
  return parts.join(' · ');
}

function RevealSwitch() {
  const { viewer } = useLogs();
  const reveal = useViewer((state) => state.reveal);
  const [asks, setAsks] = useState(false);
  if (reveal) {
    return (
      <Button look="plain" onPress={() => viewer.setReveal(false)}>
        <Eye size={13} aria-hidden />
        <span className="revealed">Secrets are shown: mask them</span>
      </Button>
    );
  }
  return (
    <DialogTrigger isOpen={asks} onOpenChange={setAsks}>
      <Button look="plain">
        <EyeOff size={13} aria-hidden />
        Secrets masked
      </Button>
      <Popover className="menu-popover" placement="top end" offset={4} aria-label="Show what is masked">
        <div className="dialog">
          <p>Tokens, passwords, private keys and home folders are masked here and in what you copy.</p>
          <p className="small dim">
            Shown, they stand readable in this window and in copies until you mask them again or close it. A
            diagnostics bundle has them masked always.
          </p>
          <div className="buttons">
            <Button
              onPress={() => {
                viewer.setReveal(true);
                setAsks(false);
              }}
            >
              Show them
            </Button>
            <Button onPress={() => setAsks(false)}>Keep masked</Button>
          </div>
        </div>
      </Popover>
    </DialogTrigger>
  );
}
