import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { App, type Logger as BoltLogger, HTTPReceiver, LogLevel, type Receiver, SocketModeReceiver } from "@slack/bolt";
import type { Logger } from "pino";
import { Fault, sentenceOf } from "../fault.ts";
import { loadingModal } from "../say/slack-hop.ts";
import type { Words } from "../say/words.ts";
import { clientOptions } from "./client-options.ts";
import { messageText } from "./message-text.ts";

/** Something that Slack delivered, in the words of handlers. `answer` goes to whoever did it, where they did it. */
export interface SlackListener {
  press(payload: unknown): Promise<void>;
  command(said: SlackSaid, answer: (words: Words) => Promise<void>): Promise<void>;
  /** The bot's entry in the menu of a message; what is said is what the message says. */
  shortcut(said: SlackSaid, answer: (words: Words) => Promise<void>): Promise<void>;
  mention(said: SlackSaid, answer: (words: Words) => Promise<void>): Promise<void>;
}

export interface SlackSaid {
  readonly id: string;
  readonly user: string;
  readonly channel: string;
  readonly thread: string | null;
  readonly text: string;
}

/** A path of the bot's own HTTP server, beside those of Slack. */
export interface Route {
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
}

export interface SlackSettings {
  readonly botToken: string;
  readonly appToken: string | null;
  readonly signingSecret: string | null;
  readonly apiUrl: string | null;
}

export interface SlackApp {
  /** Where the bot's HTTP server listens. */
  readonly port: number;
  stop(): Promise<void>;
}

const EVENTS_REMEMBERED = 1000;

/**
 * Connects to Slack, over Socket Mode where there is an app token and over signed HTTP otherwise, and serves `routes` on
 * `port` in both cases. Every delivery is acknowledged before anything else happens: Slack waits three seconds.
 */
export async function startSlackApp(
  settings: SlackSettings,
  port: number,
  routes: readonly Route[],
  listener: SlackListener,
  log: Logger,
): Promise<SlackApp> {
  const logger = boltLogger(log);
  const options = clientOptions(settings.apiUrl);
  const socket = settings.appToken !== null;
  const receiver: Receiver =
    settings.appToken !== null
      ? new SocketModeReceiver({ appToken: settings.appToken, logger, installerOptions: { clientOptions: options } })
      : new HTTPReceiver({
          signingSecret: settings.signingSecret ?? "",
          endpoints: "/slack/events",
          customRoutes: routes.map(({ path, method, handler }) => ({ path, method, handler })),
          logger,
        });
  const app = new App({
    token: settings.botToken,
    receiver,
    clientOptions: options,
    logger,
    deferInitialization: true,
  });
  // Without waiting for it, a token that Slack refuses would be a rejection that nobody handles.
  await app.init();
  listen(app, listener);
  const started = await app.start({ port, host: "0.0.0.0" });
  const server = socket
    ? await serve(routes, port).catch(async (error: unknown) => {
        await app.stop();
        throw new Fault("configuration", `port ${port} cannot be used: ${sentenceOf(error)}`, { cause: error });
      })
    : (started as Server);
  const address = server.address();
  return {
    port: address === null || typeof address === "string" ? port : address.port,
    stop: async () => {
      await app.stop();
      server.closeAllConnections();
      if (socket) await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

function listen(app: App, listener: SlackListener): void {
  const seen = new Set<string>();
  app.action(/.*/, async ({ ack, body }) => {
    await ack();
    await listener.press(body);
  });
  // Where nothing else was answered, Slack would close the window.
  app.view(/.*/, async ({ ack, body, view }) => {
    await ack({ response_action: "update", view: loadingModal(view.title.text) });
    await listener.press(body);
  });
  app.command("/trace", async ({ ack, command, respond }) => {
    await ack();
    const { trigger_id: id, user_id: user, channel_id: channel, text } = command;
    await listener.command({ id, user, channel, thread: null, text }, async (words) => {
      await respond({ response_type: "ephemeral", text: words.text, blocks: [...words.blocks] });
    });
  });
  app.shortcut({ callback_id: "trace-message", type: "message_action" }, async ({ ack, shortcut, respond }) => {
    await ack();
    const { trigger_id: id, user, channel, message } = shortcut;
    const said = { id, user: user.id, channel: channel.id, thread: null, text: messageText(message) };
    await listener.shortcut(said, async (words) => {
      await respond({ response_type: "ephemeral", text: words.text, blocks: [...words.blocks] });
    });
  });
  app.event("app_mention", async ({ event, body, client }) => {
    // Slack delivers an event again that was not acknowledged in time, also one that was.
    if (seen.has(body.event_id) || event.user === undefined) return;
    seen.add(body.event_id);
    const [oldest] = seen;
    if (seen.size > EVENTS_REMEMBERED && oldest !== undefined) seen.delete(oldest);
    const { channel, user, text, thread_ts: within } = event;
    const said = { id: body.event_id, user, channel, thread: within ?? event.ts, text };
    await listener.mention(said, async (words) => {
      // In a thread that nobody began yet an answer for one person would be seen by nobody.
      const place = within === undefined ? { channel } : { channel, thread_ts: within };
      await client.chat.postEphemeral({ ...place, user, text: words.text, blocks: [...words.blocks] });
    });
  });
}

/** In Socket Mode Slack needs no HTTP server; PagerDuty does. */
async function serve(routes: readonly Route[], port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?")[0];
    const route = routes.find((one) => one.path === path && one.method === request.method);
    if (route === undefined) response.writeHead(404).end();
    else route.handler(request, response);
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(port, "0.0.0.0", listening);
  });
  return server;
}

function boltLogger(log: Logger): BoltLogger {
  const said = (messages: unknown[]): string => messages.map(String).join(" ");
  return {
    debug: (...messages) => log.debug(said(messages)),
    info: (...messages) => log.debug(said(messages)),
    warn: (...messages) => log.warn(said(messages)),
    error: (...messages) => log.error(said(messages)),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
