import type { RaybarError } from '../../shared/errors';
import type { Notice } from '../../shared/notices';

/** A command that was chosen in the tray's menu and failed: there is no window to say so in. */
export function commandProblem({ tried, found, fixes }: RaybarError): Notice {
  const [fix] = fixes;
  return {
    id: 'failed',
    title: 'Raybar could not do that',
    body: [`${tried}: ${found}`, ...(fix === undefined ? [] : [fix])].join('\n'),
    action: 'open-popover',
  };
}
