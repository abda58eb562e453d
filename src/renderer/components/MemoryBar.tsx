import type { MemoryBar as MemoryBarView } from '../../shared/view/memory-bar';
import './memory-bar.css';

/** All of the memory as one bar, for the eye: the legend has its parts in the same order, with their numbers. */
export function MemoryBar({ bar }: { readonly bar: MemoryBarView }) {
  return (
    <div className="memory-bar" aria-hidden>
      {bar.parts.map(({ part, share }) => (
        <span key={part} className={`memory-part ${part}`} style={{ flexGrow: share }} />
      ))}
    </div>
  );
}

export function MemoryKey({ part }: { readonly part: string }) {
  return <span className={`memory-key memory-part ${part}`} aria-hidden />;
}
