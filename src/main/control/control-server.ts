import fs from 'node:fs/promises';
import http from 'node:http';
import { serveClient, type SessionParts } from './control-client-session';
import { prepareSocketPlace } from './socket-place';

export interface ControlServerParts extends SessionParts {
  /** See controlSocketPath in src/shared/app-paths.ts. */
  socketPath: string;
  uid?: number;
}

export interface ControlServer {
  /** Lets clients read the answers that are on their way, then closes and takes the socket's file away. */
  close: () => Promise<void>;
}

const mostClients = 32;
const mostPayloadBytes = 2 ** 20;
/** After it a client that doesn't close by itself is let go. */
const closeGraceMs = 500;
/** RFC 6455: the endpoint goes away. */
const goingAway = 1001;

/**
 * Opens the control socket: WebSocket over a Unix socket that only its owner's programs can open, by the modes of the file and its
 * folder. A browser could be talked into connecting to many things; it says so with an Origin, and is refused.
 *
 * @throws RaybarFailure command-failed when another Raybar listens there
 */
export async function openControlServer({
  socketPath,
  uid = process.getuid?.() ?? 0,
  ...session
}: ControlServerParts): Promise<ControlServer> {
  await prepareSocketPlace(socketPath, uid);
  // Loaded only now: the tray is there before.
  const { WebSocketServer } = await import('ws');
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: mostPayloadBytes,
    perMessageDeflate: false,
  });
  sockets.on('connection', (socket) => serveClient(socket, session));

  const server = http.createServer((_request, response) => {
    response.writeHead(426, { connection: 'close' }).end('This is a WebSocket.\n');
  });
  server.maxConnections = mostClients * 2;
  // Whoever connects and says nothing is not waited for.
  server.headersTimeout = 5_000;
  server.on('upgrade', (request, socket, head) => {
    // A client that hangs up in the middle of the handshake is no error of ours.
    socket.on('error', () => socket.destroy());
    if (request.headers.origin !== undefined) return refuse(socket, '403 Forbidden');
    if (sockets.clients.size >= mostClients) return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  // The folder has kept others out since before there was a socket.
  await fs.chmod(socketPath, 0o600);

  return {
    async close() {
      const ended = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const client of sockets.clients) client.close(goingAway, 'Raybar quits');
      const letGo = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, closeGraceMs);
      await ended;
      clearTimeout(letGo);
    },
  };
}

function refuse(socket: NodeJS.WritableStream & { destroy(): void }, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
