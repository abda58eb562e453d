/** What its owner has to run to raise the limits of macOS: Raybar has no right to. */
export const raiseOpenFilesCommand = 'sudo launchctl limit maxfiles 65536 200000';
export const raiseProcessesCommand = 'sudo launchctl limit maxproc 4000 8000';
