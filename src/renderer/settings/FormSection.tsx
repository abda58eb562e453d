import { useId, type ReactNode } from 'react';

interface FormSectionProps {
  readonly heading: string;
  readonly children: ReactNode;
}

export function FormSection({ heading, children }: FormSectionProps) {
  const id = useId();
  return (
    <section className="form-section" aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      <div className="card form-rows">{children}</div>
    </section>
  );
}
