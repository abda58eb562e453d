import { z } from 'zod';
import { openDashboardConnection } from './dashboard-request';
import { streamAnswer } from './stream-answer';

/** A job as the head lists it. */
export interface ListedJob {
  submissionId: string;
  entrypoint: string;
  /** Nothing of it runs yet, and it has no log. */
  isPending: boolean;
  isOver: boolean;
  startedAt: number | null;
  /** The address of the machine where its driver runs; null where that is not known, or not yet. */
  driverAddress: string | null;
}

/** Ray 2.53's `/api/jobs/`, as far as it is read. Jobs without a submission id are drivers: their output is their own terminal's. */
const jobsAnswer = z.array(
  z.object({
    submission_id: z.string().nullish(),
    entrypoint: z.string(),
    status: z.enum(['PENDING', 'RUNNING', 'STOPPED', 'SUCCEEDED', 'FAILED']),
    start_time: z.number().nullish(),
    /** Of the agent beside the driver: "http://10.0.0.5:52365". */
    driver_agent_http_address: z.string().nullish(),
  }),
);

export interface JobLogTold {
  piece: (bytes: Buffer) => void;
  ended: (problem: string | null) => void;
}

export interface JobLogs {
  /** Jobs that were submitted to the head, the newest first. */
  jobs(): Promise<ListedJob[]>;
  /**
   * Calls back with the newest lines that a job wrote, and with what it goes on to write. `ended` comes once: with null when the job is over, with what
   * went wrong else. Where the head does not tell newest lines it is its tail: all that the job wrote, from the beginning. Returns the way to stop.
   */
  follow(submissionId: string, told: JobLogTold): () => void;
  /** As `follow`, but it ends with what the job has written by now. */
  newest(submissionId: string, told: JobLogTold): () => void;
  /** Where its owner finds all of it. */
  pageOf(submissionId: string): string;
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
/** How many of its lines are the newest ones of a log: some MB. */
export const newestLines = 50_000;
/** How often Ray looks for more, in s; a second if it isn't told. */
const lookEveryS = 0.25;

/** Logs of jobs from a head's dashboard. Rejects with its RaybarFailures: dashboard-unreachable, token-missing, token-wrong. */
export function createJobLogs({ url, token, timeLimitMs }: JobLogsOptions): JobLogs {
  const connection = openDashboardConnection(url, token, timeLimitMs);

  async function get<S extends z.ZodType>(path: string, answer: S): Promise<z.output<S>> {
    const { status, text } = await connection.request({ method: 'GET', path });
    if (status !== 200) throw connection.unreachable(path, `It answered with HTTP ${status}.`);
    const parsed = answer.safeParse(parseJson(text));
    if (parsed.success) return parsed.data;
    throw connection.unreachable(path, 'Its answer has an unknown form.', parsed.error);
  }

  const tailUrl = (submissionId: string): string =>
    `${url.replace(/\/+$/, '').replace(/^http/, 'ws')}/api/jobs/${encodeURIComponent(submissionId)}/logs/tail`;

  // Ray finds the node by the job, and wants one to be named all the same (ray/util/state/common.py, GetLogOptions).
  function newestUrl(submissionId: string, media: 'stream' | 'file'): string {
    const query = new URLSearchParams({
      node_id: 'any',
      submission_id: submissionId,
      lines: `${newestLines}`,
    });
    if (media === 'stream') query.set('interval', `${lookEveryS}`);
    return `${url.replace(/\/+$/, '')}/api/v0/logs/${media}?${query.toString()}`;
  }

  async function headers(): Promise<Record<string, string>> {
    const secret = await token();
    return secret === null ? {} : { authorization: `Bearer ${secret}` };
  }

  /** Ends at once where it was stopped before it began. */
  function begin(open: () => Promise<() => void>, ended: (problem: string) => void): () => void {
    let isOver = false;
    let stop = (): void => undefined;
    open().then(
      (stopIt) => {
        stop = stopIt;
        if (isOver) stop();
        return undefined;
      },
      (problem: unknown) => {
        if (!isOver) ended(String(problem));
      },
    );
    return () => {
      isOver = true;
      stop();
    };
  }

  function stream(submissionId: string, media: 'stream' | 'file', { piece, ended }: JobLogTold): () => void {
    return begin(
      async () =>
        streamAnswer(
          { url: newestUrl(submissionId, media), headers: await headers(), timeLimitMs },
          piece,
          ended,
        ),
      ended,
    );
  }

  function tail(submissionId: string, { piece, ended }: JobLogTold): () => void {
    return begin(async () => {
      // Loaded when it is first needed: with it come TLS and more, and the tray need not wait for them.
      const { WebSocket } = await import('ws');
      let isOver = false;
      const end = (problem: string | null): void => {
        if (isOver) return;
        isOver = true;
        ended(problem);
      };
      const socket = new WebSocket(tailUrl(submissionId), {
        headers: await headers(),
        handshakeTimeout: timeLimitMs,
        maxPayload: mostPieceBytes,
        // A redirect would carry the token to wherever it points.
        followRedirects: false,
      });
      socket.on('message', (data, isBinary) => {
        if (!isBinary && !isOver && Buffer.isBuffer(data)) piece(data);
      });
      socket.on('error', ({ message }) => end(message));
      socket.on('close', (code, reason) =>
        end(code === normalClosure ? null : `closed with ${code} ${reason.toString()}`.trim()),
      );
      return () => {
        isOver = true;
        socket.terminate();
      };
    }, ended);
  }

  return {
    async jobs() {
      const listed = await get('/api/jobs/', jobsAnswer);
      return listed
        .flatMap(({ submission_id, entrypoint, status, start_time, driver_agent_http_address }) =>
          submission_id
            ? [
                {
                  submissionId: submission_id,
                  entrypoint,
                  isPending: status === 'PENDING',
                  isOver: status !== 'PENDING' && status !== 'RUNNING',
                  startedAt: start_time ?? null,
                  driverAddress: hostOf(driver_agent_http_address ?? ''),
                },
              ]
            : [],
        )
        .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
    },

    follow(submissionId, told) {
      let isTold = false;
      let stop = stream(submissionId, 'stream', {
        piece(bytes) {
          isTold = true;
          told.piece(bytes);
        },
        ended(problem) {
          // Ray ends it never: a proxy may, or the head goes.
          if (isTold) told.ended(problem ?? 'The head ended it.');
          else stop = tail(submissionId, told);
        },
      });
      return () => stop();
    },

    newest: (submissionId, told) => stream(submissionId, 'file', told),
    pageOf: (submissionId) => jobPage(url, submissionId),
    close: () => connection.close(),
  };
}

function hostOf(url: string): string | null {
  try {
    return new URL(url).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return null;
  }
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
