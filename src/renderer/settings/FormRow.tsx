import type { ReactNode } from 'react';

interface FormRowProps {
  readonly label: string;
  /** The field's path in the settings: problems are told at it. */
  readonly field: string;
  readonly description?: string;
  readonly children: ReactNode;
}

/** A setting: what it is at the left, its value at the right. */
export function FormRow({ label, field, description, children }: FormRowProps) {
  return (
    <div className="form-row" data-field={field}>
      {/* The control beside it carries the same words as its own name. */}
      <div className="form-label" aria-hidden>
        {label}
      </div>
      <div className="form-control">
        {children}
        {description === undefined ? null : <p className="dim small">{description}</p>}
      </div>
    </div>
  );
}
