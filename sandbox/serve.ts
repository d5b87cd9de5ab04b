import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";

/** A running server of the sandbox, on 127.0.0.1. `url` has no trailing slash. */
export interface Served {
  readonly url: string;
  readonly server: Server;
  stop(): Promise<void>;
}

/**
 * Serves `answer` over HTTP on a free port (or on `port`). A body larger than `maxBytes` is answered 413 before
 * `answer` sees it. An error thrown by `answer` is a 500 whose text is the error's message: a sandbox hides nothing.
 */
export async function serve(
  answer: (request: Request) => Promise<Response>,
  { port = 0, maxBytes = 16 * 1024 * 1024 }: { port?: number; maxBytes?: number } = {},
): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    exchange(incoming, outgoing, answer, maxBytes).catch((error: unknown) => {
      if (!outgoing.headersSent) outgoing.writeHead(500, { "content-type": "text/plain" });
      outgoing.end(String(error));
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", listening);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    server,
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function exchange(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: Request) => Promise<Response>,
  maxBytes: number,
): Promise<void> {
  const body = await bodyOf(incoming, maxBytes);
  if (body === null) {
    outgoing.writeHead(413, { connection: "close" }).end();
    return;
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "127.0.0.1"}`);
  const method = incoming.method ?? "GET";
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  const response = await answer(
    new Request(url, {
      method,
      headers,
      signal: gone.signal,
      ...(method === "GET" || method === "HEAD" ? {} : { body }),
    }),
  );
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (response.body === null) {
    outgoing.end();
    return;
  }
  await pipeline(response.body, outgoing).catch(() => outgoing.destroy());
}

async function bodyOf(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of incoming) {
    size += part.length;
    if (size > maxBytes) return null;
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
