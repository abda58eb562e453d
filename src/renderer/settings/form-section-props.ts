import type { Draft } from './draft';
import type { Problems } from './draft-settings';

/** What each part of the form needs: what it shows, how it changes that, and what is wrong with it. */
export interface FormSectionProps {
  readonly draft: Draft;
  readonly edit: (change: Partial<Draft>) => void;
  readonly problems: Problems;
}
