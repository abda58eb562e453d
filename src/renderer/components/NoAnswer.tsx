import type { RaybarError } from '../../shared/errors';
import { Card } from './Card';
import { ErrorNote } from './ErrorNote';

interface NoAnswerProps {
  /** The window's name. */
  readonly name: string;
  readonly className: string;
  readonly error: RaybarError;
}

/** A window whose first question to main failed: there is nothing else to show. */
export function NoAnswer({ name, className, error }: NoAnswerProps) {
  return (
    <main className={className}>
      <h1 className="visually-hidden">{name}</h1>
      <NoAnswerCard error={error} />
    </main>
  );
}

export function NoAnswerCard({ error }: Pick<NoAnswerProps, 'error'>) {
  return (
    <Card name="Raybar does not answer">
      <div role="alert">
        <ErrorNote error={error} />
      </div>
    </Card>
  );
}
