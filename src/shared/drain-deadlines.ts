/** The drain's deadline for "leave now", a sleep and a quit: what macOS grants before it sleeps anyway is 30 s at most. */
export const leaveNowDeadlineMs = 15_000;
