import { z } from 'zod';
import { CommandError } from '../system/command-error';
import { runCommand, type RunCommand } from '../system/run-command';
import { evacuateMark, evacuateScript } from './evacuate-script';
import { rayEnvironment } from './process-environment';

export interface Evacuation {
  python: string;
  headAddress: string;
  /** This worker's own node. It must be draining: else Ray could bring the copies right back. */
  nodeId: string;
  label: string;
  tokenFile: string | null;
  platform: NodeJS.Platform;
  /** The app's own environment. */
  ambient: Readonly<Record<string, string | undefined>>;
  /** When it must be over, in ms from now: what is left of the owner's deadline. */
  deadlineMs: number;
  /** Ends it at once (SIGKILL: Python that waits for a head hears no SIGTERM). */
  signal?: AbortSignal;
}

const reportSchema = z.object({
  /** Results whose only copy was here. */
  found: z.number().int(),
  moved: z.number().int(),
  movedBytes: z.number(),
  /** What went wrong, in Python's words. */
  trouble: z.string().nullable(),
});
export type EvacuationReport = z.infer<typeof reportSchema>;

/** More than this is left to Ray: it would fill the other nodes' object stores. */
const mostBytes = 4 * 2 ** 30;
/** Python's and Ray's start, measured 1.3 to 2 s. */
const startMs = 2_000;

/**
 * Copies the results whose only copy is here to other nodes (3 s for two objects, most of it Python's start). Never rejects: what could
 * not be moved is computed anew by Ray when it is needed, and charged. End the node at once afterwards: nothing pins the copies
 * until then.
 */
export async function evacuateObjects(
  { python, headAddress, nodeId, label, tokenFile, platform, ambient, deadlineMs, signal }: Evacuation,
  run: RunCommand = runCommand,
): Promise<EvacuationReport> {
  const nothing = { found: 0, moved: 0, movedBytes: 0 };
  const seconds = (deadlineMs - startMs) / 1_000;
  if (seconds <= 0) return { ...nothing, trouble: 'there is no time left' };
  const plan = JSON.stringify({ headAddress, nodeId, seconds, bytes: mostBytes });
  const env = rayEnvironment({ ambient, python, extra: {}, tokenFile, label, platform });
  try {
    const limits = { timeoutMs: deadlineMs, ...(signal ? { signal } : {}) };
    const { stdout } = await run(python, ['-c', evacuateScript, plan], { env, ...limits });
    const line = stdout.split('\n').find((one) => one.startsWith(evacuateMark));
    return reportSchema.parse(JSON.parse(line?.slice(evacuateMark.length) ?? 'null'));
  } catch (error) {
    const late = error instanceof CommandError && error.timedOut;
    const trouble = signal?.aborted ? 'it was ended' : late ? 'it took too long' : 'it did not run';
    return { ...nothing, trouble };
  }
}
