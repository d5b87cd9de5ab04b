import type { TestContext } from "node:test";
import { WebSocket } from "ws";
import { z } from "zod";
import type { Slack } from "../../../sandbox/slack/slack.ts";
import { clientOf } from "./start-workspace.ts";
import { until } from "./until.ts";

const envelopeSchema = z.object({
  type: z.enum(["events_api", "slash_commands", "interactive"]),
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()),
  accepts_response_payload: z.boolean(),
  retry_attempt: z.number().optional(),
  retry_reason: z.string().optional(),
});

export type Envelope = z.output<typeof envelopeSchema>;

/** An app on a bare WebSocket, which acknowledges what it is told to and no more. */
export interface SocketApp {
  readonly received: readonly Envelope[];
  /** The next envelope of a type, from the first one on. */
  next(type: Envelope["type"]): Promise<Envelope>;
  ack({ envelope_id }: Envelope, payload?: object): void;
  readonly socket: WebSocket;
}

export async function connectApp(test: TestContext, slack: Slack): Promise<SocketApp> {
  const { url = "" } = await clientOf(slack, slack.appToken).apps.connections.open({});
  const socket = new WebSocket(url);
  test.after(() => socket.close());
  const received: Envelope[] = [];
  let greeted = false;
  const taken = { events_api: 0, slash_commands: 0, interactive: 0 };
  socket.on("message", (data) => {
    const message: unknown = JSON.parse(data.toString());
    const envelope = envelopeSchema.safeParse(message);
    if (envelope.success) received.push(envelope.data);
    else greeted = true;
  });
  await until(() => greeted);
  return {
    received,
    socket,
    async next(type) {
      const envelope = await until(() => received.filter((one) => one.type === type)[taken[type]]);
      taken[type] += 1;
      return envelope;
    },
    ack: ({ envelope_id }, payload) => socket.send(JSON.stringify({ envelope_id, payload })),
  };
}
