import type { Settings } from '../../shared/settings';
import { expandHome } from './expand-home';

/** Where the Python environment is that the settings name. `own`: Raybar's. */
export const pythonDirectory = (chosen: Settings['worker']['pythonEnvironment'], own: string): string =>
  chosen === 'auto' ? own : expandHome(chosen);
