import { createServer, type Http2ServerRequest, type Http2ServerResponse, type ServerHttp2Session } from "node:http2";

/**
 * Serves `answer` over HTTP/2 without TLS on a free port of 127.0.0.1, for clients that speak nothing else. `url` has no
 * trailing slash.
 */
export async function serveHttp2(
  answer: (request: Request) => Promise<Response>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer((incoming, outgoing) => {
    exchange(incoming, outgoing, answer).catch((error: unknown) => {
      if (outgoing.stream.destroyed) return;
      if (!outgoing.headersSent) outgoing.writeHead(500, { "content-type": "text/plain" });
      outgoing.end(String(error));
    });
  });
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", listening);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const session of sessions) session.destroy();
      }),
  };
}

async function exchange(
  incoming: Http2ServerRequest,
  outgoing: Http2ServerResponse,
  answer: (request: Request) => Promise<Response>,
): Promise<void> {
  const parts: Uint8Array[] = [];
  for await (const part of incoming) parts.push(part);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (name.startsWith(":") || value === undefined) continue;
    headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  const { method } = incoming;
  const body = method === "GET" || method === "HEAD" ? {} : { body: Buffer.concat(parts) };
  const url = new URL(incoming.url, `http://${incoming.authority}`);
  const response = await answer(new Request(url, { method, headers, signal: gone.signal, ...body }));
  if (outgoing.stream.destroyed) return;
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
