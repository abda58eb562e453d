import { useState } from 'react';
import { DialogTrigger, Popover } from 'react-aria-components';
import { leaveNowDeadlineMs } from '../../shared/drain-deadlines';
import { formatCountdown } from '../../shared/view/format';
import { Button } from '../components/Button';
import { useRaybar } from '../raybar-context';

/** "Drain…": asks once how soon, then leaves and stays out. */
export function DrainMenu() {
  const { ask, run } = useRaybar();
  const [asks, setAsks] = useState(false);
  const [deadlineMs, setDeadlineMs] = useState<number | null>(null);
  /** The settings are not part of the snapshot: the deadline is asked for when it is about to be shown. */
  const readDeadline = async () => {
    const settings = await ask('settingsGet', undefined);
    if (settings.type === 'success') setDeadlineMs(settings.value.drain.deadlineMs);
  };
  const showOrHide = (shown: boolean) => {
    setAsks(shown);
    if (shown) void readDeadline();
  };
  const leave = (command: 'off' | 'leaveNow') => {
    setAsks(false);
    void run(command, undefined);
  };
  return (
    <DialogTrigger isOpen={asks} onOpenChange={showOrHide}>
      <Button>Drain…</Button>
      {/* With no Dialog in it the popover itself is the dialog, its hidden ways out included. */}
      <Popover className="menu-popover" placement="top start" offset={4} aria-label="Stop contributing?">
        <div className="dialog">
          <h2 className="dialog-title">Stop contributing?</h2>
          <p className="small">
            New work is refused at once. What still runs when the time is up is ended, and Ray charges no
            retry for it.
          </p>
          <div className="buttons stacked">
            <Button look="primary" onPress={() => leave('off')}>
              Finish tasks{deadlineMs === null ? '' : ` (${formatCountdown(deadlineMs)})`}
            </Button>
            <Button onPress={() => leave('leaveNow')}>
              Leave now ({formatCountdown(leaveNowDeadlineMs)})
            </Button>
          </div>
        </div>
      </Popover>
    </DialogTrigger>
  );
}
