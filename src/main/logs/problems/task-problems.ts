import { exceptionOf, type KnownProblem } from './known-problem';

/** What became of tasks, actors and their processes. */
export const taskProblems: readonly KnownProblem[] = [
  {
    id: 'worker-died',
    level: 'error',
    title: 'A worker process died',
    explanation:
      'The process of a task or an actor ended without Ray having asked for it: it was killed (on a Mac mostly by the system, for memory), it crashed, or somebody ended it.',
    fixes: [
      'Look at memory at that time in Activity: a process that is killed for memory says nothing itself.',
      'Look at the worker’s own log for a crash.',
    ],
    link: { doctorCheck: 'memory' },
    words: [
      'worker died',
      'WorkerCrashedError',
      'subprocesses exited unexpectedly',
      'Unintentional worker failures',
      'Workers crashed due to',
      'actor died unexpectedly',
      '): WORKER_DIED',
    ],
    pattern:
      / failed \(task [\w-]+, .*\): WORKER_DIED$|A worker died or was killed while executing|WorkerCrashedError|The worker died unexpectedly while executing|The actor died unexpectedly|Some Ray subprocesses exited unexpectedly|Unintentional worker failures have been reported|, [1-9]\d* Workers crashed due to other reasons/,
    oncePerEntry: true,
    detail: ([line = '']) =>
      failedTask(line) ?? /Worker PID: (\d+)/.exec(line)?.[0].replace('Worker PID:', 'pid') ?? null,
  },
  {
    id: 'task-failed',
    level: 'error',
    title: 'A task failed',
    explanation:
      'The task’s own code raised an exception. If that is about memory, files or the network, the problem that names it says what helps; if not, the machine and the cluster are not to blame.',
    fixes: ['Read the traceback: its last line says what, the one above where.'],
    link: null,
    words: ['RayTaskError(', 'ray::', '): TASK_EXECUTION_EXCEPTION'],
    pattern:
      / failed \(task [\w-]+, .*\): TASK_EXECUTION_EXCEPTION$|RayTaskError\(\w+\): ray::|^(?:\([^)]{1,200}\) )?(?:User exception: ?)?ray::[^ ]+\(.*\) \(pid=\d+/,
    oncePerEntry: true,
    subject: (line) => failedTask(line) ?? /ray::([^ (]+)\(/.exec(line)?.[1] ?? null,
    detail: (lines) => lastException(lines) ?? /RayTaskError\((\w+)\)/.exec(lines[0] ?? '')?.[1] ?? null,
  },
  {
    id: 'import-failed',
    level: 'error',
    title: 'A Python package is missing or broken',
    explanation: 'Code that ran here imported what this machine’s Python environment does not have.',
    fixes: [
      'Install the package in the worker’s Python environment, or name it in the job’s runtime_env.',
      'For grpc on Apple Silicon: install grpcio for arm64 in that environment.',
    ],
    link: { doctorCheck: 'python' },
    ofJob: {
      explanation:
        'A job’s driver, which usually runs on the head, or one of its tasks imported what the Python environment there does not have.',
      fixes: [
        'Name the package in the job’s runtime_env.',
        'Install it in the Python environment of the head, or of the machine that the traceback names.',
      ],
      link: null,
    },
    words: ['ModuleNotFoundError: ', 'ImportError: '],
    pattern: /^(?:\([^)]{1,200}\) )?(?:ModuleNotFoundError|ImportError): /,
    subject: (line) =>
      /No module named '([^']+)'/.exec(line)?.[1]?.split('.')[0] ??
      /(?:from|import) '?([\w.]+)/.exec(line)?.[1] ??
      null,
    detail: ([line = '']) => /(?:ModuleNotFoundError|ImportError): (.{1,300})/.exec(line)?.[1] ?? null,
  },
  {
    id: 'process-crashed',
    level: 'fatal',
    title: 'A process crashed',
    explanation:
      'Native code (a Python extension, Metal, Ray itself) broke the process: not an exception, the end of it.',
    fixes: [
      'Look at the stack behind it: the first library in it that is not Python is the likeliest.',
      'On a Mac, Console’s crash reports tell more.',
    ],
    link: null,
    words: [
      'Fatal Python error',
      '*** SIG',
      '*** Aborted at',
      'libc++abi: terminating',
      'Unhandled exception: ',
    ],
    pattern:
      /Fatal Python error: |\*\*\* SIG[A-Z]+ received|\*\*\* Aborted at \d+|libc\+\+abi: terminating|logging\.cc:\d+: Unhandled exception: /,
    detail: ([line = '']) =>
      /(?:Fatal Python error: |\*\*\* |terminating[^:]*: |Unhandled exception: )(.{1,200})/.exec(line)?.[1] ??
      null,
  },
];

/** Of a head in task-failures.log. */
const failedTask = (line: string): string | null =>
  /^\S+Z ERROR (.+) failed \(task [\w-]+, /.exec(line)?.[1] ?? null;

/** A traceback's last words. */
function lastException(lines: readonly string[]): string | null {
  let last: string | null = null;
  for (const line of lines) last = exceptionOf(line) ?? last;
  return last?.slice(0, 300) ?? null;
}
