import { Button } from '../components/Button';
import { ErrorNote } from '../components/ErrorNote';
import type { SettingsForm } from './use-settings-form';

interface SaveBarProps {
  readonly form: SettingsForm;
  /** What saving does to a worker that runs; null where it does nothing to it. */
  readonly consequence: string | null;
}

/** What stands at the window's foot: whether something is unsaved, what saving does, and the buttons. */
export function SaveBar({ form, consequence }: SaveBarProps) {
  const { busy, edited, error, problems, revert, saved } = form;
  const count = Object.keys(problems).length;
  const status = () => {
    if (count > 0) return count === 1 ? 'One field needs mending.' : `${count} fields need mending.`;
    if (busy) return 'Saving…';
    if (edited) return consequence ?? 'Unsaved changes';
    return saved ? 'Saved' : '';
  };
  return (
    <footer className="save-bar">
      {error === null ? null : (
        <div role="alert" className="save-error">
          <ErrorNote error={error} />
        </div>
      )}
      <div className="save-line">
        <output className={count > 0 ? 'field-error save-status' : 'dim small save-status'}>
          {edited && count === 0 ? <span className="edited-mark" aria-hidden /> : null}
          {status()}
        </output>
        <Button isDisabled={!edited || busy} onPress={revert}>
          Revert
        </Button>
        <Button look="primary" type="submit" isDisabled={!edited || busy}>
          Save
        </Button>
      </div>
    </footer>
  );
}
