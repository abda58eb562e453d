import type { RaybarError } from '../../shared/errors';
import { Button } from '../components/Button';
import { Card } from '../components/Card';
import { ErrorNote } from '../components/ErrorNote';
import { useRaybar } from '../raybar-context';

/** What is wrong beside the worker; each stays until its owner has seen it. */
export function Problems({ problems }: { readonly problems: readonly RaybarError[] }) {
  const { run } = useRaybar();
  return problems.map((problem) => (
    <Card key={problem.code} name="Problem">
      <ErrorNote error={problem} tone="warn" />
      <div className="buttons">
        <Button onPress={() => void run('dismissProblem', { code: problem.code })}>Dismiss</Button>
        {problem.code.startsWith('settings') ? (
          <Button onPress={() => void run('openSettings', undefined)}>Open settings</Button>
        ) : null}
      </div>
    </Card>
  ));
}
