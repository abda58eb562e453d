import { useId, type ReactNode } from 'react';
import './card.css';

interface CardProps {
  /** Its heading; a card without one is named for screen readers by `name`. */
  readonly heading?: string;
  readonly name?: string;
  readonly children: ReactNode;
}

/** A group of what belongs together, on its own ground. */
export function Card({ heading, name, children }: CardProps) {
  const id = useId();
  return (
    <section className="card" aria-label={name} aria-labelledby={heading === undefined ? undefined : id}>
      {heading === undefined ? null : (
        <h2 className="card-heading" id={id}>
          {heading}
        </h2>
      )}
      {children}
    </section>
  );
}
