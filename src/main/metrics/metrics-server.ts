import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6, type Socket } from 'node:net';
import type { RaybarError } from '../../shared/errors';
import type { Settings } from '../../shared/settings';
import { metricsAnswer } from './metrics-request';
import { metricsContentType } from './metrics-text';

/** A scrape has a few hundred bytes of headers. */
const headerLimitBytes = 8 * 1024;
/** Prometheus keeps one connection open; a pair of them and somebody who looks. */
const connectionsAtMost = 16;
const requestLimitMs = 5_000;
/** Longer than most scrape intervals, so that the connection lasts from one to the next. */
const idleLimitMs = 75_000;
/** A port that is taken is tried again after this. */
const againMs = 30_000;

export type ServedMetrics = Pick<Settings['metrics'], 'enabled' | 'host' | 'port'>;

export interface MetricsServerOptions {
  text: () => Promise<string>;
  /** What keeps the metrics from being served; null when nothing does. */
  onProblem: (problem: RaybarError | null) => void;
  log: (line: string) => void;
  againAfterMs?: number;
}

/** Serves /metrics at the address of the settings, and nothing else. Changes of the settings take their turn. */
export class MetricsServer {
  private server: Server | null = null;
  private failing = false;
  private readonly sockets = new Set<Socket>();
  private timer: NodeJS.Timeout | null = null;
  private wanted: ServedMetrics | null = null;
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: MetricsServerOptions) {}

  /** Resolves when the server listens, or can't, which is told as a problem and tried again. Never rejects. */
  configure({ enabled, host, port }: ServedMetrics): Promise<void> {
    const wanted: ServedMetrics = { enabled, host, port };
    if (JSON.stringify(wanted) === JSON.stringify(this.wanted)) return this.turn;
    this.wanted = wanted;
    return this.inTurn(async () => {
      await this.stop();
      this.failing = false;
      this.options.onProblem(null);
      if (enabled) await this.start(wanted);
    });
  }

  close(): Promise<void> {
    this.wanted = null;
    return this.inTurn(() => this.stop());
  }

  private inTurn(act: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(act);
    return this.turn;
  }

  private async start(place: ServedMetrics): Promise<void> {
    const { onProblem, log, againAfterMs = againMs } = this.options;
    const server = createServer({ maxHeaderSize: headerLimitBytes }, (request, response) => {
      void this.answer(request, response);
    });
    server.maxConnections = connectionsAtMost;
    server.headersTimeout = requestLimitMs;
    server.requestTimeout = requestLimitMs;
    server.keepAliveTimeout = idleLimitMs;
    // A client that sends no request at all would hold one of the few connections for ever.
    server.setTimeout(idleLimitMs);
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: place.host, port: place.port, exclusive: true }, resolve);
      });
    } catch (error) {
      onProblem(notServed(place, error));
      if (!this.failing) log(`metrics are not served, it is tried again: ${String(error)}`);
      this.failing = true;
      this.timer = setTimeout(() => {
        void this.inTurn(async () => {
          if (this.server || JSON.stringify(this.wanted) !== JSON.stringify(place)) return;
          await this.start(place);
        });
      }, againAfterMs);
      this.timer.unref();
      return;
    }
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    server.on('error', (error) => log(`the metrics server: ${String(error)}`));
    this.server = server;
    this.failing = false;
    onProblem(null);
    log(`metrics are served at ${addressOf(place)}`);
  }

  private async stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const { server } = this;
    this.server = null;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // Node 16 has no closeAllConnections, and one that is kept alive would keep the server open.
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url, headers, socket } = request;
    const answer = metricsAnswer({ method, url, host: headers.host, localAddress: socket.localAddress });
    // Nobody's browser is to guess at this, keep it, or show it in a frame.
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('cache-control', 'no-store');
    if (answer.status === 405) response.setHeader('allow', 'GET, HEAD');
    try {
      const text = answer.status === 200 ? await this.options.text() : `${answer.text}\n`;
      response.statusCode = answer.status;
      response.setHeader('content-type', answer.status === 200 ? metricsContentType : 'text/plain');
      response.setHeader('content-length', Buffer.byteLength(text));
      response.end(method === 'HEAD' ? undefined : text);
    } catch (error) {
      this.options.log(`metrics could not be told: ${String(error)}`);
      response.statusCode = 500;
      response.end();
    }
  }
}

const addressOf = ({ host, port }: ServedMetrics): string =>
  `http://${isIPv6(host) ? `[${host}]` : host}:${port}/metrics`;

function notServed(place: ServedMetrics, error: unknown): RaybarError {
  const { code, message }: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  const tried = `Opened ${addressOf(place)} for Prometheus`;
  const off = 'Or switch metrics off: raybar settings set metrics.enabled false';
  if (code === 'EADDRINUSE') {
    return {
      code: 'port-taken',
      tried,
      found: `Another program listens on port ${place.port}.`,
      fixes: [`Choose another port: raybar settings set metrics.port ${place.port + 1}`, off],
      retryable: true,
    };
  }
  const found =
    code === 'EADDRNOTAVAIL'
      ? `${place.host} is no address of this machine now.`
      : code === 'EACCES'
        ? `Port ${place.port} is for the system's own programs.`
        : message;
  return {
    code: 'metrics-not-served',
    tried,
    found,
    fixes: [
      'Serve this machine alone: raybar settings set metrics.host 127.0.0.1',
      'Choose a port above 1023: raybar settings set metrics.port 9851',
      off,
    ],
    retryable: true,
  };
}
