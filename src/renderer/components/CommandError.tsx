import { Button } from './Button';
import { Card } from './Card';
import { ErrorNote } from './ErrorNote';
import { useRaybar } from '../raybar-context';

/** What came back when the last command failed, until it is dismissed or another one succeeds. */
export function CommandError() {
  const { commandError, dismissCommandError } = useRaybar();
  if (commandError === null) return null;
  return (
    <Card name="That did not work">
      <div role="alert">
        <ErrorNote error={commandError} />
      </div>
      <div className="buttons">
        <Button onPress={dismissCommandError}>Dismiss</Button>
      </div>
    </Card>
  );
}
