import { createServer, request } from "node:http";
import { pipeline } from "node:stream/promises";
import type { TestContext } from "node:test";

/** The way to a server, which can be shut: what comes then waits, without an answer, until it is opened or for ever. */
export interface Gate {
  readonly url: string;
  shut(): void;
  /** What comes is cut off at once. */
  refuse(): void;
  /** DynamoDB refuses an operation for want of a permission. */
  deny(operation: string): void;
  /** Lets in what waits, and all that comes. */
  open(): void;
  /** What waits is never answered; what comes is let in. */
  openForOthers(): void;
}

export async function startGate(t: TestContext, to: string): Promise<Gate> {
  let closed: PromiseWithResolvers<void> | null = null;
  let refusing = false;
  let denied: string | null = null;
  const server = createServer((incoming, outgoing) => {
    if (refusing) {
      incoming.destroy();
      return;
    }
    if (denied !== null && incoming.headers["x-amz-target"] === `DynamoDB_20120810.${denied}`) {
      incoming.resume();
      outgoing.writeHead(400, { "content-type": "application/x-amz-json-1.0" });
      outgoing.end(
        JSON.stringify({ __type: "com.amazon.coral.service#AccessDeniedException", message: "not allowed" }),
      );
      return;
    }
    const pass = async (): Promise<void> => {
      await closed?.promise;
      const onwards = request(new URL(incoming.url ?? "/", to), { method: incoming.method, headers: incoming.headers });
      onwards.once("response", (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        pipeline(answer, outgoing).catch(() => outgoing.destroy());
      });
      onwards.once("error", () => outgoing.destroy());
      await pipeline(incoming, onwards);
    };
    pass().catch(() => outgoing.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gate has no port");
  t.after(
    () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  );
  return {
    url: `http://127.0.0.1:${address.port}`,
    shut() {
      closed ??= Promise.withResolvers();
    },
    refuse() {
      refusing = true;
    },
    deny(operation) {
      denied = operation;
    },
    open() {
      refusing = false;
      closed?.resolve();
      closed = null;
    },
    openForOthers() {
      closed = null;
    },
  };
}
