/** The drain's deadline for "leave now", a sleep and a quit: what macOS grants before it sleeps anyway is 30 s at most. */
export const leaveNowDeadlineMs = 15_000;

/** The longest that running tasks may go on after "stop contributing", by the settings or by `raybar off --deadline`. */
export const longestDrainDeadlineMs = 24 * 3_600_000;
