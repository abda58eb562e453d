import type { CliCommand } from './cli-context';
import { openCommand, quitCommand } from './commands/app';
import { drainCommand, leaveNowCommand, offCommand, onCommand, tryNowCommand } from './commands/contribute';
import { doctorCommand } from './commands/doctor';
import { logsCommand } from './commands/logs';
import { pauseCommand, resumeCommand } from './commands/pause';
import { runDemoCommand } from './commands/run-demo';
import { settingsGetCommand, settingsSetCommand } from './commands/settings';
import { statusCommand } from './commands/status';

/** In the order of the help. */
export const commandTable: readonly CliCommand[] = [
  statusCommand,
  onCommand,
  offCommand,
  pauseCommand,
  resumeCommand,
  drainCommand,
  leaveNowCommand,
  tryNowCommand,
  logsCommand,
  doctorCommand,
  settingsGetCommand,
  settingsSetCommand,
  runDemoCommand,
  openCommand,
  quitCommand,
];
