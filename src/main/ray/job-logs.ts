import type { WebSocket } from 'ws';
import { z } from 'zod';
import { AnswerTooLong } from '../system/http-request';
import { answerLimitBytes, openDashboardConnection } from './dashboard-request';

/** A job as the head lists it. */
export interface ListedJob {
  submissionId: string;
  entrypoint: string;
  isOver: boolean;
  startedAt: number | null;
}

/** Ray 2.53's `/api/jobs/`, as far as it is read. Jobs without a submission id are drivers: their output is their own terminal's. */
const jobsAnswer = z.array(
  z.object({
    submission_id: z.string().nullish(),
    entrypoint: z.string(),
    status: z.enum(['PENDING', 'RUNNING', 'STOPPED', 'SUCCEEDED', 'FAILED']),
    start_time: z.number().nullish(),
  }),
);

const jobLogsAnswer = z.object({ logs: z.string() });

/** A log that does not fit in one answer. Its message says where it can be read. */
export class JobLogTooLong extends Error {
  override readonly name = 'JobLogTooLong';

  /** @param url the dashboard's */
  constructor(url: string, submissionId: string) {
    const limitMiB = answerLimitBytes / 2 ** 20;
    super(
      `This job’s log is longer than ${limitMiB} MiB; see it on the dashboard: ${jobPage(url, submissionId)}`,
    );
  }
}

export interface JobLogs {
  /** Jobs that were submitted to the head, the newest first. */
  jobs(): Promise<ListedJob[]>;
  /** All that a job wrote. Rejects with JobLogTooLong where that is more than one answer holds. */
  whole(submissionId: string): Promise<string>;
  /**
   * Calls back with all that a job wrote and goes on to write, in pieces. `ended` comes once: with null when the job is over, with what
   * went wrong else. Returns the way to stop.
   */
  tail(
    submissionId: string,
    piece: (text: string) => void,
    ended: (problem: string | null) => void,
  ): () => void;
  close(): void;
}

export interface JobLogsOptions {
  /** http://host:port or https://host[/path]. */
  url: string;
  token: () => Promise<string | null>;
  /** How long one answer, or opening the web socket, may take, in ms. */
  timeLimitMs: number;
}

/** Ray sends a job's lines by the batch. */
const mostPieceBytes = 64 * 2 ** 20;
const normalClosure = 1000;
/** A whole log is up to 32 MiB, and the network may be a slow one. */
const wholeLimitMs = 30_000;

/** Logs of jobs from a head's dashboard. Rejects with its RaybarFailures: dashboard-unreachable, token-missing, token-wrong. */
export function createJobLogs({ url, token, timeLimitMs }: JobLogsOptions): JobLogs {
  const connection = openDashboardConnection(url, token, timeLimitMs);

  async function get<S extends z.ZodType>(
    path: string,
    answer: S,
    limitMs = timeLimitMs,
  ): Promise<z.output<S>> {
    const { status, text } = await connection.request({ method: 'GET', path, timeLimitMs: limitMs });
    if (status !== 200) throw connection.unreachable(path, `It answered with HTTP ${status}.`);
    const parsed = answer.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw connection.unreachable(path, 'Its answer has an unknown form.', parsed.error);
  }

  const pathOf = (submissionId: string): string => `/api/jobs/${encodeURIComponent(submissionId)}/logs`;

  return {
    async jobs() {
      const listed = await get('/api/jobs/', jobsAnswer);
      return listed
        .flatMap(({ submission_id, entrypoint, status, start_time }) =>
          submission_id
            ? [
                {
                  submissionId: submission_id,
                  entrypoint,
                  isOver: status !== 'PENDING' && status !== 'RUNNING',
                  startedAt: start_time ?? null,
                },
              ]
            : [],
        )
        .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
    },

    async whole(submissionId) {
      try {
        return (await get(pathOf(submissionId), jobLogsAnswer, wholeLimitMs)).logs;
      } catch (problem) {
        if (problem instanceof Error && problem.cause instanceof AnswerTooLong)
          throw new JobLogTooLong(url, submissionId);
        throw problem;
      }
    },

    tail(submissionId, piece, ended) {
      let socket: WebSocket | null = null;
      let over = false;
      const end = (problem: string | null): void => {
        if (over) return;
        over = true;
        ended(problem);
      };
      const open = async (): Promise<void> => {
        const secret = await token();
        // Loaded when a job's log is first followed: with it come TLS and more, and the tray need not wait for them.
        const { WebSocket } = await import('ws');
        if (over) return;
        const address = `${url.replace(/\/+$/, '').replace(/^http/, 'ws')}${pathOf(submissionId)}/tail`;
        socket = new WebSocket(address, {
          headers: secret === null ? {} : { authorization: `Bearer ${secret}` },
          handshakeTimeout: timeLimitMs,
          maxPayload: mostPieceBytes,
          // A redirect would carry the token to wherever it points.
          followRedirects: false,
        });
        socket.on('message', (data, isBinary) => {
          if (!isBinary && !over && Buffer.isBuffer(data)) piece(data.toString('utf8'));
        });
        socket.on('error', ({ message }) => end(message));
        socket.on('close', (code, reason) =>
          end(code === normalClosure ? null : `closed with ${code} ${reason.toString()}`.trim()),
        );
      };
      open().catch((problem: unknown) => end(String(problem)));
      return () => {
        over = true;
        socket?.terminate();
      };
    },

    close: () => connection.close(),
  };
}

/** Without a user and password, which the address may carry. */
function jobPage(url: string, submissionId: string): string {
  const page = new URL(url);
  page.username = '';
  page.password = '';
  return `${page.href.replace(/\/+$/, '')}/#/jobs/${encodeURIComponent(submissionId)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
