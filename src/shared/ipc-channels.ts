/** The two channels between main and the windows. Apart from ipc.ts so that the preload bundle carries no zod. */

/** A window asks: (command's name, its input) → Result. */
export const invokeChannel = 'raybar:invoke';

/**
 * Main tells: (event's name, payload). The other way a window says which events it listens to: (event's name, true or
 * false).
 */
export const eventChannel = 'raybar:event';

/** Begins the argument by which main tells a page, before its script runs, whose numbers it writes. */
export const localeArgument = '--raybar-locale=';
