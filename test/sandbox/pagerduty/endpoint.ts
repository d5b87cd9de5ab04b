import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { TestContext } from "node:test";
import { z } from "zod";

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Endpoint {
  readonly url: string;
  readonly received: Received[];
  /** How the next requests are answered, in turn; 202 when there is nothing planned. */
  readonly answers: (number | "hang")[];
  /** Only requests that contain this use up an answer; all of them unless it is set. */
  answersGoTo: string;
  stop(): Promise<void>;
}

/** A receiver of webhooks that keeps the bytes it was sent. */
export async function startEndpoint(t: TestContext): Promise<Endpoint> {
  const endpoint: Omit<Endpoint, "url" | "stop"> = { received: [], answers: [], answersGoTo: "" };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = Buffer.concat(parts);
      endpoint.received.push({ headers: request.headers, body });
      const answer = (body.includes(endpoint.answersGoTo) ? endpoint.answers.shift() : undefined) ?? 202;
      if (answer !== "hang") response.writeHead(answer).end();
    });
  });
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the endpoint has no port");
  const stop = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  t.after(stop);
  return Object.assign(endpoint, { url: `http://127.0.0.1:${address.port}/webhooks/pagerduty`, stop });
}

export function eventTypeOf({ body }: Received): string {
  return z.object({ event: z.object({ event_type: z.string() }) }).parse(JSON.parse(body.toString())).event.event_type;
}

/** One part of the signature header that PagerDuty sends with these bytes. */
export function v1(body: Buffer, secret: string): string {
  return `v1=${createHmac("sha256", secret).update(body).digest("hex")}`;
}
