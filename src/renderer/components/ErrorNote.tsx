import type { ReactNode } from 'react';
import type { RaybarError } from '../../shared/errors';
import { Fixes } from './Fixes';
import './card.css';

interface ErrorNoteProps {
  readonly error: RaybarError;
  readonly tone?: 'bad' | 'warn';
  /** What else is known, under the fixes. */
  readonly children?: ReactNode;
}

/** What was found, what was tried when it was found, and what to do: an error as its owner needs it. */
export function ErrorNote({ error, tone = 'bad', children }: ErrorNoteProps) {
  return (
    <div className={`note ${tone} breakable selectable`}>
      <p className="note-found">{error.found}</p>
      <p className="dim small">{error.tried}</p>
      <Fixes fixes={error.fixes} />
      {children}
    </div>
  );
}
