import { useEffect, useState } from 'react';
import type { WindowTarget } from '../shared/ipc';
import { useRaybar } from './raybar-context';

/**
 * The place that this window was opened at, or asked for since; null for none. Each time it is asked for is another object, also for the same
 * place.
 */
export function useWindowTarget(): WindowTarget | null {
  const { ask, subscribe } = useRaybar();
  const [target, setTarget] = useState<WindowTarget | null>(null);
  useEffect(() => {
    let heard = false;
    const unsubscribe = subscribe('windowTarget', (at) => {
      heard = true;
      setTarget({ ...at });
    });
    const take = async () => {
      const answer = await ask('takeWindowTarget', undefined);
      // What was asked for meanwhile is newer.
      if (answer.type === 'success' && !heard) setTarget(answer.value ?? null);
    };
    void take();
    return unsubscribe;
  }, [ask, subscribe]);
  return target;
}
