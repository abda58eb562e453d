import { useSnapshotCache } from '../raybar-context';
import { isUnset } from '../../shared/view/tray-shape';
import type { Snapshot } from '../../shared/snapshot';
import { headline } from '../../shared/view/headline';
import { useNow } from '../use-now';
import { Actions } from './Actions';
import { CommandError } from '../components/CommandError';
import { NoAnswerCard } from '../components/NoAnswer';
import { DrainCard } from './DrainCard';
import { Footer } from './Footer';
import { Problems } from './Problems';
import { GpuCard } from './GpuCard';
import { MemoryCard } from './MemoryCard';
import { RunningHere } from './RunningHere';
import { StateHeader } from './StateHeader';
import { TroubleCard } from './TroubleCard';
import { useContentHeight } from './use-content-height';
import { Vitals } from './Vitals';
import { Welcome } from './Welcome';
import { WhyNext } from './WhyNext';

/** The window under the tray icon: what is, why, and what can be done about it. */
export function Popover() {
  const { snapshot, error } = useSnapshotCache();
  const measured = useContentHeight();
  return (
    <main className="popover" ref={measured} data-platform={snapshot?.app.platform}>
      {snapshot === null ? null : <Content snapshot={snapshot} />}
      {error === null ? null : <NoAnswerCard error={error} />}
    </main>
  );
}

function Content({ snapshot }: { readonly snapshot: Snapshot }) {
  const now = useNow();
  const { title, subtitle, shape } = headline(snapshot, now);
  const unset = isUnset(snapshot);
  return (
    <>
      <StateHeader snapshot={snapshot} title={title} subtitle={subtitle} shape={shape} />
      <CommandError />
      {unset ? (
        <Welcome platform={snapshot.app.platform} />
      ) : (
        <>
          <DrainCard snapshot={snapshot} now={now} />
          <TroubleCard snapshot={snapshot} />
        </>
      )}
      <Problems problems={snapshot.problems} />
      {unset ? null : (
        <>
          <GpuCard snapshot={snapshot} />
          <MemoryCard snapshot={snapshot} />
          <Vitals snapshot={snapshot} />
          <RunningHere snapshot={snapshot} now={now} />
          <WhyNext snapshot={snapshot} />
          <Actions snapshot={snapshot} />
        </>
      )}
      <Footer snapshot={snapshot} />
    </>
  );
}
