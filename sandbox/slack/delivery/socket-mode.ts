import { randomUUID } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { secret } from "../identifiers.ts";
import type { Ack, AppLink, Delivery } from "./app-link.ts";

/** https://docs.slack.dev/apis/events-api/using-socket-mode */
export interface SocketMode extends AppLink {
  /** The address for one connection, as apps.connections.open gives it out. */
  newUrl(): string;
  readonly connections: number;
  /** Calls `listen` whenever an app has connected and was greeted. */
  onConnect(listen: () => void): void;
  /** Asks every connected app to connect anew, as Slack does every few hours; it closes by itself. */
  askToReconnect(): void;
  /** Cuts every connection without a word, as a broken network does. */
  cut(): void;
  /** Says goodbye to every client and waits for its answer, but not for long. */
  stop(): Promise<void>;
}

const PING_EVERY_MS = 10_000;
const MOST_CONNECTIONS = 10;
const GOODBYE_MS = 500;

const ackSchema = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

interface Waiting {
  readonly socket: WebSocket;
  settle(ack: Ack): void;
}

/** Serves Socket Mode on an HTTP server's upgrades. `url` is that server's address, `ackTimeoutMs` what an app has to acknowledge. */
export function serveSocketMode(server: Server, url: string, appId: string, ackTimeoutMs: number): SocketMode {
  const webSockets = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  const waiting = new Map<string, Waiting>();
  const connectListeners: (() => void)[] = [];

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const ticket = new URL(request.url ?? "/", url).searchParams.get("ticket") ?? "";
    // A ticket opens one connection; a client that comes again with it has to ask for a new one.
    if (!tickets.delete(ticket) || sockets.length >= MOST_CONNECTIONS) {
      stream.end("HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n");
      return;
    }
    webSockets.handleUpgrade(request, stream, head, connected);
  };
  server.on("upgrade", upgrade);

  function connected(socket: WebSocket): void {
    sockets.push(socket);
    const stopPinging = pingRegularly(socket);
    socket.on("message", received);
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      stopPinging();
      sockets.splice(sockets.indexOf(socket), 1);
      for (const [id, one] of waiting) {
        if (one.socket === socket) {
          waiting.delete(id);
          one.settle({ ok: false, reason: "connection_failed" });
        }
      }
    });
    socket.send(
      JSON.stringify({
        type: "hello",
        num_connections: sockets.length,
        connection_info: { app_id: appId },
        debug_info: { host: "applink-sandbox", build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
    for (const listen of connectListeners) listen();
  }

  function received(data: RawData): void {
    const ack = ackSchema.safeParse(parseJson(data.toString()));
    if (!ack.success) return;
    const one = waiting.get(ack.data.envelope_id);
    waiting.delete(ack.data.envelope_id);
    one?.settle({ ok: true, body: ack.data.payload ?? null });
  }

  function deliver({ type, payload, retry }: Delivery): Promise<Ack> {
    // Slack chooses a connection by itself, one for each envelope; taking turns keeps runs alike.
    const socket = sockets.shift();
    if (socket === undefined) return Promise.resolve({ ok: false, reason: "connection_failed" });
    sockets.push(socket);
    const id = randomUUID();
    return new Promise((settled) => {
      const timer = setTimeout(() => {
        waiting.delete(id);
        settled({ ok: false, reason: "http_timeout" });
      }, ackTimeoutMs);
      const settle = (ack: Ack) => {
        clearTimeout(timer);
        settled(ack);
      };
      waiting.set(id, { socket, settle });
      const isEvent = type === "events_api";
      socket.send(
        JSON.stringify({
          envelope_id: id,
          type,
          payload,
          accepts_response_payload: !isEvent,
          ...(isEvent ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? "" } : {}),
        }),
      );
    });
  }

  return {
    deliver,
    get connections() {
      return sockets.length;
    },
    newUrl() {
      const ticket = secret();
      tickets.add(ticket);
      return `${url.replace(/^http/, "ws")}/link/?ticket=${ticket}&app_id=${appId}`;
    },
    onConnect(listen) {
      connectListeners.push(listen);
    },
    askToReconnect() {
      const farewell = { type: "disconnect", reason: "refresh_requested", debug_info: { host: "applink-sandbox" } };
      for (const socket of sockets) socket.send(JSON.stringify(farewell));
    },
    cut() {
      for (const socket of [...sockets]) socket.terminate();
    },
    async stop() {
      server.off("upgrade", upgrade);
      await Promise.all([...sockets].map(sayGoodbye));
      webSockets.close();
    },
  };
}

function sayGoodbye(socket: WebSocket): Promise<void> {
  return new Promise((gone) => {
    const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
    socket.once("close", () => {
      clearTimeout(timer);
      gone();
    });
    socket.close(1001);
  });
}

/** Slack pings its clients, and gives up a connection whose client did not answer the last one. */
function pingRegularly(socket: WebSocket): () => void {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, PING_EVERY_MS);
  return () => clearInterval(timer);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
