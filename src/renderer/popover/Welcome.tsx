import { useState } from 'react';
import { thisComputer } from '../../shared/view/words';
import { Button } from '../components/Button';
import { Card } from '../components/Card';
import { useRaybar } from '../raybar-context';
import { JoinForm } from './JoinForm';

/** The first start: what Raybar is for, and the two ways into it. */
export function Welcome({ platform }: { readonly platform: string }) {
  const { run } = useRaybar();
  const [joining, setJoining] = useState(false);
  const here = thisComputer(platform);
  if (joining) return <JoinForm onBack={() => setJoining(false)} />;
  return (
    <Card name="Welcome">
      <p>
        Raybar runs Ray’s worker on {here}, shows what the cluster uses, and takes it out again, task by task,
        when you say so.
      </p>
      <div className="buttons">
        <Button look="primary" onPress={() => setJoining(true)}>
          Join a cluster…
        </Button>
        <Button onPress={() => void run('tryHere', undefined)}>Try it here</Button>
      </div>
      <p className="dim small">
        “Try it here” starts a small cluster on {here} only. Nothing is sent anywhere.
      </p>
    </Card>
  );
}
