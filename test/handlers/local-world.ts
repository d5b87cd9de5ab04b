import type { TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Logger, pino } from "pino";
import type { Subscription } from "../../sandbox/pagerduty/webhooks/subscription.ts";
import { CHANNEL } from "../../sandbox/people.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import type { Story } from "../../sandbox/scenarios/story.ts";
import { findElements } from "../../sandbox/slack/blocks/find-elements.ts";
import type { Hands } from "../../sandbox/slack/hands/hands.ts";
import type { Outcome } from "../../sandbox/slack/hands/outcome.ts";
import type { Message } from "../../sandbox/slack/message.ts";
import type { Catalog, Policy } from "../../src/catalog.ts";
import type { Config } from "../../src/config.ts";
import type { Investigation } from "../../src/investigation.ts";
import { type Running, start } from "../../src/main.ts";
import type { PressName } from "../../src/press.ts";
import { isReport, type Report, type Shown } from "../../src/report.ts";
import { chosenIn } from "../../src/say/button.ts";
import { DynamoDbStore } from "../../src/store/dynamodb-store.ts";
import { fromMillis } from "../../src/time.ts";
import { smallStory } from "./small-story.ts";

const PATIENCE_MS = 20_000;
/** Longer than a lease, and shorter than until the next look at what was told. */
const LEASE_AND_A_BIT_MS = 20_000;

/** A sandbox in the night of the small story, with a bot in it. */
export interface LocalWorld {
  readonly sandbox: Sandbox;
  /** What the bot said at level warn and above, a JSON object a line. */
  readonly complaints: readonly string[];
  readonly webhook: string;
  /** Ends the bot, and starts another one on the same database. */
  restart(): Promise<void>;
  /** PagerDuty triggers the incident of the story, and tells the bot; its id. */
  trigger(): string;
  /** All messages that the channel shows. */
  messages(): readonly Message[];
  /** The incident's message, once it is there. */
  root(): Promise<Message>;
  /** The incident's message, once it shows this. */
  shows(root: Message, words: string): Promise<Message>;
  /** The reply with the verdict, once it is there. */
  verdict(root: Message): Promise<Message>;
  /** The row of an investigation, once it is as it should be. */
  row(id: string, isSo: (row: Investigation) => boolean): Promise<Investigation>;
  gone(id: string): Promise<void>;
  /** A stored report of an investigation. */
  report(id: string, revision: number): Promise<Shown<Report>>;
  /** What only that person was shown, once somebody says it. */
  whispered(user: string, words: RegExp): Promise<Message>;
  /** Nothing is on its way to the bot, and it works on nothing. */
  settled(): Promise<void>;
  readonly subscriptions: readonly Subscription[];
  /** A root and its replies as they are now. */
  thread(root: Message): readonly Message[];
  /** The thread once everything is told: the message, the verdict, the virtual stack trace, and PagerDuty's note. */
  told(): Promise<{ readonly root: Message; readonly verdict: Message; readonly stack: Message }>;
}

export interface LocalWorldOptions {
  /** How the bot's configuration differs from the sandbox's. */
  readonly configure?: (sandbox: Sandbox) => Promise<Partial<Config>>;
  readonly deliver?: boolean;
  readonly story?: Story;
  /** How the team's catalog differs from the sandbox's. */
  readonly policy?: Partial<Policy>;
  readonly slack?: Catalog["slack"];
}

/** Starts both, and stops them when the test is over. */
export async function startLocalWorld(
  t: TestContext,
  { configure, deliver = true, story = smallStory(), policy = {}, slack = {} }: LocalWorldOptions = {},
): Promise<LocalWorld> {
  const sandbox = await startSandbox({ stories: [story], startsAt: story.at });
  const stops = [() => sandbox.stop()];
  // Whoever was started last is stopped first.
  t.after(async () => {
    for (const stop of stops.toReversed()) await stop();
  });
  const config = { ...sandbox.config, ...(await configure?.(sandbox)) };
  const complaints: string[] = [];
  let bot = await startBot();
  stops.push(() => bot.stop());
  const subscriptions = deliver ? [subscribe()] : [];
  const client = new DynamoDBClient({ ...sandbox.surroundings.aws, endpoint: sandbox.dynamodbUrl });
  t.after(() => client.destroy());
  const store = new DynamoDbStore(client, config.store.table);

  function subscribe(): Subscription {
    const url = `http://127.0.0.1:${bot.port}/pagerduty/webhook`;
    return sandbox.pagerduty.subscribe({ url, secrets: config.pagerduty.webhookSecrets });
  }

  async function startBot(port = 0): Promise<Running> {
    const { catalog } = sandbox.surroundings;
    const own = { ...catalog, slack, policy: { ...catalog.policy, ...policy } };
    return start({ ...config, port }, { ...sandbox.surroundings, catalog: own, log: listening(complaints) });
  }
  const channel = () => sandbox.slack.channel(CHANNEL.id);
  const root = (): Promise<Message> =>
    eventually("the message", () => channel().messages.find((one) => one.metadata !== undefined));
  return {
    sandbox,
    complaints,
    subscriptions,
    shows: ({ ts }, words) =>
      eventually(`a message with “${words}”`, () => {
        const [message] = channel().thread(ts);
        return shownBy(message).includes(words) ? message : undefined;
      }),
    verdict: ({ ts }) => eventually("the verdict", () => channel().thread(ts)[1]),
    row: (id, isSo) =>
      eventually("the row", async () => {
        const row = await store.read(id);
        return row !== null && isSo(row) ? row : undefined;
      }),
    async report(id, revision) {
      const kept = await store.report(id, revision);
      if (kept === null || !isReport(kept)) throw new Error(`investigation ${id} has no report ${revision}`);
      return kept;
    },
    gone: async (id) => void (await eventually("the end of the row", async () => (await store.read(id)) === null)),
    whispered: async (user, words) =>
      eventually(`a whisper like ${words}`, () => {
        const own = channel().ephemerals.filter(({ to }) => to === user);
        return own.find(({ message }) => words.test(shownBy(message)))?.message;
      }),
    settled: async () => {
      await Promise.all(subscriptions.map((one) => one.settled()));
      await eventually("rest", async () => {
        const due = await store.due(fromMillis(sandbox.clock.now() + LEASE_AND_A_BIT_MS));
        return due.length === 0;
      });
    },
    get webhook() {
      return `http://127.0.0.1:${bot.port}/pagerduty/webhook`;
    },
    async restart() {
      const { port } = bot;
      await bot.stop();
      bot = await startBot(port);
    },
    trigger: () => sandbox.pagerduty.trigger(story.incident).id,
    messages: () => channel().messages,
    root,
    thread: ({ ts }) => channel().thread(ts),
    async told() {
      const { ts } = await root();
      const [first, verdict, stack] = await eventually("the verdict and the stack", () => {
        const thread = channel().thread(ts);
        return thread.length >= 3 ? thread : undefined;
      });
      await eventually("the note", () => sandbox.pagerduty.incidents[0]?.notes[0]);
      if (first === undefined || verdict === undefined || stack === undefined) throw new Error("the thread is short");
      return { root: first, verdict, stack };
    },
  };
}

type Maybe<T> = T | null | undefined | false;

/** Looks again and again until there is something, and returns that. */
export async function eventually<T>(what: string, look: () => Maybe<T> | Promise<Maybe<T>>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`${what}: nothing within ${PATIENCE_MS / 1000} s`);
    await pause(5);
  }
}

/** Everything that a message shows, as one text: a lock screen the first line of its text, everybody else its blocks. */
export function shownBy(message: Message | undefined): string {
  return message === undefined ? "" : `${firstLine(message)}\n${JSON.stringify(message.blocks ?? [])}`;
}

/** What a lock screen shows. */
export function firstLine({ text }: Pick<Message, "text">): string {
  return text.split("\n")[0] ?? "";
}

/** What can be pressed beneath the incident's message, in order: its buttons, then what its menu holds. */
export function actionsOf({ blocks = [] }: Message): string[] {
  return findElements(blocks).flatMap(({ element }) =>
    element.type === "overflow"
      ? element.options.map(({ value }) => chosenIn(value ?? "").action)
      : [element.action_id],
  );
}

/** Somebody takes an entry of the menu beneath a message. */
export async function choose(hands: Hands, { ts, blocks = [] }: Message, name: PressName): Promise<Outcome> {
  const menus = findElements(blocks).flatMap(({ element }) => (element.type === "overflow" ? [element] : []));
  for (const { action_id, options } of menus) {
    const option = options.find(({ value }) => chosenIn(value ?? "").action === name);
    if (option?.value !== undefined) return hands.choose(ts, action_id, option.value);
  }
  throw new Error(`no menu of the message holds ${name}`);
}

function listening(complaints: string[]): Logger {
  return pino({ level: "warn", base: null }, { write: (line) => void complaints.push(line.trim()) });
}
