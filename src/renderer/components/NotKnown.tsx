import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import './not-known.css';

interface NotKnownProps {
  /** What is not known, e.g. "CPU"; left out where its name stands beside it. */
  readonly name?: string;
  readonly reason: string;
}

/** Longer ones would break the calm of the window: they are opened. */
const shortReason = 46;

/**
 * A reading that the machine does not give, with its reason, never as 0. A long reason is cut off for the eye until it is
 * opened; who listens gets it whole.
 */
export function NotKnown({ name, reason }: NotKnownProps) {
  const [open, setOpen] = useState(false);
  const text = `${name === undefined ? '' : `${name} `}not known: ${reason}`;
  if (text.length <= shortReason) return <span className="not-known">{text}</span>;
  return (
    <AriaButton
      className="not-known long"
      aria-expanded={open}
      onPress={() => setOpen(!open)}
      data-open={open}
    >
      {text}
    </AriaButton>
  );
}

/** As NotKnown where there is room for one sign only. */
export function Dash({ name, reason }: { readonly name: string; readonly reason: string }) {
  return (
    <span className="dim" title={`${name} not known: ${reason}`}>
      <span aria-hidden>–</span>
      <span className="visually-hidden">
        {name} not known: {reason}
      </span>
    </span>
  );
}
