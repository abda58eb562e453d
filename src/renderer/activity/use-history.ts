import { useEffect, useRef, useState } from 'react';
import type { RaybarError } from '../../shared/errors';
import type { History, HistorySpan } from '../../shared/history';
import { useRaybar } from '../raybar-context';
import { followHistory, type HistoryFollower } from './follow-history';

export interface FollowedHistory {
  /** Null until the first answer; while another span is asked for, the one before. */
  readonly history: History | null;
  readonly error: RaybarError | null;
}

/**
 * What was measured over a span, and then what comes. A window that is hidden gets no samples, and so asks for nothing.
 *
 * @param sampledAt the snapshot's newest sample
 */
export function useHistory(span: HistorySpan, sampledAt: number | null): FollowedHistory {
  const { ask } = useRaybar();
  const [followed, setFollowed] = useState<FollowedHistory>({ history: null, error: null });
  const follower = useRef<HistoryFollower | null>(null);
  useEffect(() => {
    follower.current = followHistory(span, {
      ask: (request) => ask('history', request),
      show: (history) => setFollowed({ history, error: null }),
      fail: (error) => setFollowed(({ history }) => ({ history, error })),
    });
    return () => follower.current?.stop();
  }, [ask, span]);
  useEffect(() => {
    if (sampledAt !== null) follower.current?.sampled(sampledAt);
  }, [sampledAt]);
  return followed;
}
