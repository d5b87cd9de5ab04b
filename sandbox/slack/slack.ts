import type { Clock } from "../clock.ts";
import { serve } from "../serve.ts";
import { type Ephemeral, threadOf } from "./conversation.ts";
import { ACK_TIMEOUT_MS, type AppLink } from "./delivery/app-link.ts";
import { createEventQueue, EVENT_RETRY_MS } from "./delivery/event-queue.ts";
import { watchForEvents } from "./delivery/event-source.ts";
import { pushTo } from "./delivery/http-push.ts";
import { serveSocketMode } from "./delivery/socket-mode.ts";
import { createFaults, type Fault } from "./faults.ts";
import { type Hands, handsOf } from "./hands/hands.ts";
import { isInChannel, type Message } from "./message.ts";
import type { Notification } from "./notification.ts";
import { recordNotifications } from "./notify.ts";
import { createRateLimiter, type RateLimits, SLACK_RATE_LIMITS } from "./rate-limits.ts";
import { route } from "./route.ts";
import type { View } from "./view.ts";
import { viewsOf } from "./view-stacks.ts";
import { methodTable } from "./web-api/method-table.ts";
import { createWorkspace, type WorkspaceSeed } from "./workspace.ts";

/** A running Slack workspace: its Web API, its Socket Mode, and the page at `url`. */
export interface Slack {
  readonly url: string;
  /** What a client takes as `slackApiUrl`; ends with /api/. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Events, commands and interactions go to this request URL from now on; null, as at first, is Socket Mode. */
  deliverTo(requestUrl: string | null): void;
  /** How many Socket Mode connections the app holds. */
  readonly connections: number;
  /** The state of a conversation as plain data, as of now. Throws for one that is not there. */
  channel(id: string): ChannelState;
  /** The direct message between a person and the bot; null while there is none. */
  directMessage(userId: string): ChannelState | null;
  /** What a person has open, the root first. */
  views(userId: string): readonly View[];
  notifications(userId: string): readonly Notification[];
  /** What was uploaded as a file; null while nothing was. */
  fileBytes(id: string): Uint8Array | null;
  /** The hands of a person. */
  as(userId: string): Hands;
  readonly faults: SlackFaults;
  stop(): Promise<void>;
}

export interface ChannelState {
  readonly id: string;
  readonly name: string;
  /** What the channel shows: no replies, but for those that were broadcast. */
  readonly messages: readonly Message[];
  readonly ephemerals: readonly Ephemeral[];
  /** A root and its replies, oldest first. */
  thread(rootTs: string): readonly Message[];
}

export interface SlackFaults {
  /** The next `times` calls of a method ("chat.postMessage"; "response_url") go wrong this way. */
  next(method: string, fault: Fault, times?: number): void;
  /** No call goes wrong any more. */
  end(): void;
  /** Asks the app to connect anew, as Slack does every few hours. */
  askToReconnect(): void;
  /** Cuts the app's connections without a word. */
  cutConnections(): void;
}

export interface SlackOptions extends WorkspaceSeed {
  readonly port?: number;
  /** Slack's, unless given; null for none. */
  readonly rateLimits?: RateLimits | null;
  /** Slack's patience, in real milliseconds: 3,000 for an acknowledgement, and 0, 1 and 5 minutes before the repetitions of an event. */
  readonly ackTimeoutMs?: number;
  readonly eventRetryMs?: readonly number[];
}

export async function startSlack(clock: Clock, options: SlackOptions): Promise<Slack> {
  const {
    port = 0,
    rateLimits = SLACK_RATE_LIMITS,
    ackTimeoutMs = ACK_TIMEOUT_MS,
    eventRetryMs = EVENT_RETRY_MS,
  } = options;
  // The workspace needs the server's address, and the server the workspace: until it is there, nothing is served.
  let answer = async (_: Request) => new Response(null, { status: 503 });
  const served = await serve((request) => answer(request), { port });
  const workspace = createWorkspace(clock, served.url, options);
  const { app } = workspace;

  const socketMode = serveSocketMode(served.server, served.url, app.appId, ackTimeoutMs);
  const stopping = new AbortController();
  let push: AppLink | null = null;
  const link: AppLink = { deliver: (delivery) => (push ?? socketMode).deliver(delivery) };
  const events = createEventQueue(link, eventRetryMs);
  socketMode.onConnect(() => events.connected());
  const stopEvents = watchForEvents(workspace, (payload) => events.send(payload));
  const stopNotifications = recordNotifications(workspace);

  const faults = createFaults();
  const limiter = createRateLimiter(clock, rateLimits);
  const methods = methodTable(() => socketMode.newUrl());
  answer = (request) => route({ workspace, methods, limiter, faults }, link, request);

  const channelState = (id: string): ChannelState => {
    const conversation = workspace.conversations.get(id);
    if (conversation === undefined) throw new Error(`there is no channel ${id}`);
    return {
      id,
      name: conversation.name,
      messages: conversation.messages.filter(isInChannel),
      ephemerals: [...conversation.ephemerals],
      thread: (rootTs) => threadOf(conversation, rootTs),
    };
  };

  return {
    url: served.url,
    apiUrl: `${served.url}/api/`,
    botToken: app.botToken,
    appToken: app.appToken,
    signingSecret: app.signingSecret,
    deliverTo(requestUrl) {
      push = requestUrl === null ? null : pushTo(requestUrl, app.signingSecret, ackTimeoutMs, stopping.signal);
    },
    get connections() {
      return socketMode.connections;
    },
    channel: channelState,
    directMessage(userId) {
      const ims = [...workspace.conversations.values()].filter(({ kind }) => kind === "im");
      const found = ims.find(({ members }) => members.has(userId));
      return found === undefined ? null : channelState(found.id);
    },
    views: (userId) => viewsOf(workspace, userId),
    notifications: (userId) => workspace.notifications.filter(({ user }) => user === userId),
    fileBytes: (id) => workspace.files.get(id)?.bytes ?? null,
    as: (userId) => handsOf(workspace, link, userId),
    faults: {
      next: faults.next,
      end: faults.end,
      askToReconnect: () => socketMode.askToReconnect(),
      cutConnections: () => socketMode.cut(),
    },
    async stop() {
      stopEvents();
      stopNotifications();
      events.stop();
      stopping.abort();
      await socketMode.stop();
      await served.stop();
    },
  };
}
