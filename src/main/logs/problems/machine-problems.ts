import { raiseOpenFilesCommand, raiseProcessesCommand } from '../../../shared/limit-commands';
import { firstGroup, type KnownProblem } from './known-problem';

/** Limits of the operating system: files, processes, ports, volumes. */
export const machineProblems: readonly KnownProblem[] = [
  {
    id: 'open-files',
    level: 'error',
    title: 'Too many open files',
    explanation:
      'A process of Ray opened more files and connections than the system lets it (EMFILE, errno 24). macOS begins with 256 for what launchd starts.',
    fixes: [
      `Raise the limit: ${raiseOpenFilesCommand}, then log in again.`,
      'Lower the worker’s CPUs in Settings: each brings a process with connections of its own.',
    ],
    link: { doctorCheck: 'open-files' },
    words: ['Too many open files', 'system:24', 'EMFILE', 'Too many workers, failed to create a file'],
    pattern: /Too many open files|\bsystem:24\b|\bEMFILE\b|Too many workers, failed to create a file/,
  },
  {
    id: 'open-files-limit',
    level: 'warning',
    title: 'Few files may be open at once',
    explanation: 'Ray warns that the limit of open files is too low for a busy node.',
    fixes: [`Raise the limit: ${raiseOpenFilesCommand}, then log in again.`],
    link: { doctorCheck: 'open-files' },
    words: ['File descriptor limit'],
    pattern: /File descriptor limit \d+ is too low/,
    detail: firstGroup(/File descriptor limit (\d+)/),
  },
  {
    id: 'process-limit',
    level: 'error',
    title: 'No more processes or threads could be started',
    explanation: 'The system refused to start another thread or process for this user (EAGAIN).',
    fixes: [
      'Lower the worker’s CPUs in Settings.',
      `Close what runs many processes, or raise the limit: ${raiseProcessesCommand}.`,
    ],
    link: { doctorCheck: 'open-files' },
    words: ['pthread_create failed', 'Resource temporarily unavailable', 'start new thread'],
    pattern:
      /pthread_create failed|(?:what\(\): .*|std::system_error.*|BlockingIOError: .*)Resource temporarily unavailable|can't start new thread/,
  },
  {
    id: 'nfs-stale',
    level: 'error',
    title: 'A network volume went stale (NFS)',
    explanation:
      'A file on an NFS volume is not the one any more that was opened: the server restarted, or the export changed (ESTALE, errno 70 on macOS, 116 on Linux).',
    fixes: [
      'Mount the volume anew, then start the task again.',
      'Keep the model cache on this machine’s own disk, in Settings.',
    ],
    link: { doctorCheck: 'model-cache' },
    words: ['Stale NFS', 'Stale file handle', 'ESTALE', 'tale NFS file handle'],
    pattern: /\b[Ss]tale (?:NFS )?file handle|\bESTALE\b/,
    detail: firstGroup(/file handle:? '?([^'\n]{1,300})'?/),
  },
  {
    id: 'port-taken',
    level: 'error',
    title: 'A port was taken',
    explanation: 'Another process listens where a process of Ray wanted to.',
    fixes: ['Raybar tries again with other ports.', 'End the other Ray on this machine, if there is one.'],
    link: { errorCode: 'port-taken' },
    words: ['ddress already in use', 'EADDRINUSE'],
    pattern: /\b[Aa]ddress already in use|\bEADDRINUSE\b/,
    detail: firstGroup(/(?:[Pp]ort (?:is )?|\d\.\d{1,3}:|:::|', )(\d{2,5})\b/),
  },
  {
    id: 'disk-full',
    level: 'error',
    title: 'A disk is full',
    explanation:
      'A file could not be written, or Ray refuses to spill objects to a disk that is over 95 % full.',
    fixes: [
      'Free some space: old Ray sessions, the model cache.',
      'Move the model cache to a larger volume.',
    ],
    link: { doctorCheck: 'disk' },
    words: [
      'No space left on device',
      'ENOSPC',
      'OutOfDiskError',
      'ocal disk is full',
      '% full, available',
      'ut of disk',
    ],
    pattern:
      /No space left on device|\bENOSPC\b|OutOfDiskError|Local disk is full|is over \d+% full, available|\bout of disk\b/i,
    detail: firstGroup(/(\S+) is over \d+% full/),
  },
];
