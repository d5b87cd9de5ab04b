import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Logger } from "pino";
import { start } from "../src/main.ts";
import { isReport, type Report } from "../src/report.ts";
import { DynamoDbStore } from "../src/store/dynamodb-store.ts";
import { fromMillis } from "../src/time.ts";
import { CHANNEL } from "./people.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";
import type { Story } from "./scenarios/story.ts";
import { STORIES, type StoryName } from "./scenarios/table.ts";

/** The seed and the midnight (epoch ms) of which the READMEs of the stories tell. */
const SEED = 1;
const MIDNIGHT = Date.UTC(2026, 10, 22);
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 10;
/** So long before its alert a story is gone to: time for what is due meanwhile. */
const BEFORE_MS = 60_000;
/** A row that is worked on is free again after less than this. */
const LEASED_MS = 16_000;

/** What everybody in the channel saw of one incident. */
export interface Seen {
  /** PagerDuty's id of it, and the `ts` of its message. */
  readonly incident: string;
  readonly message: string;
  readonly report: Report;
  /** From the alert to the first message and to the reply with the verdict, in milliseconds. */
  readonly firstMs: number;
  readonly verdictMs: number;
}

/** A local world with a bot in it, which has the night of some stories before it. */
export interface Night {
  readonly sandbox: Sandbox;
  readonly stories: readonly Story[];
  /** Goes to the moment of a story, triggers its incident, and waits for the verdict. */
  live(story: Story): Promise<Seen>;
  /** Until the bot has nothing to do. */
  settled(): Promise<void>;
  /** Stops the bot and starts another in its place, as a new version of it does. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** `log`: where the bot's log goes, if not to standard output. `ackTimeoutMs`: Slack's patience, if not three seconds. */
export async function startNight(names: readonly StoryName[], log?: Logger, ackTimeoutMs?: number): Promise<Night> {
  const stories = names.map((name) => STORIES[name](SEED, MIDNIGHT));
  const startsAt = Math.min(...stories.map(({ at }) => at)) - 1000;
  const sandbox = await startSandbox({ stories, startsAt, ackTimeoutMs });
  const surroundings = { ...sandbox.surroundings, ...(log === undefined ? {} : { log }) };
  let bot = await start(sandbox.config, surroundings);
  sandbox.deliverTo(bot.port);
  return {
    sandbox,
    stories,
    live: (story) => live(sandbox, story),
    settled: () => idle(sandbox),
    restart: async () => {
      const { port } = bot;
      await bot.stop();
      bot = await start({ ...sandbox.config, port }, surroundings);
    },
    stop: async () => {
      await bot.stop();
      await sandbox.stop();
    },
  };
}

async function live(sandbox: Sandbox, story: Story): Promise<Seen> {
  const { deniedGroups = [] } = story;
  for (const group of deniedGroups) sandbox.logs.faults.denyGroup(group);
  try {
    return await seen(sandbox, story);
  } finally {
    // One night has many stories: what hides one of them would hide the others too.
    for (const group of deniedGroups) sandbox.logs.faults.allowGroup(group);
  }
}

async function seen(sandbox: Sandbox, { at, incident }: Story): Promise<Seen> {
  const { clock, slack, pagerduty } = sandbox;
  // What was told before is looked at again first: nobody waits for that, and it takes the same processor.
  clock.advanceTo(at - BEFORE_MS);
  await idle(sandbox);
  clock.advanceTo(at);
  const since = performance.now();
  const { id } = pagerduty.trigger(incident);
  const { ts } = await until(`the message about ${incident.title}`, () =>
    slack.channel(CHANNEL.id).messages.find((one) => one.metadata?.event_payload["investigation"] === id),
  );
  const firstMs = performance.now() - since;
  await until(`the verdict on ${incident.title}`, () => slack.channel(CHANNEL.id).thread(ts)[1]);
  const verdictMs = performance.now() - since;
  return { incident: id, message: ts, report: await storedReport(sandbox, id), firstMs, verdictMs };
}

/** Until the bot has nothing to do. */
async function idle(sandbox: Sandbox): Promise<void> {
  await withStore(sandbox, async (store) => {
    const deadline = performance.now() + PATIENCE_MS;
    while ((await store.due(fromMillis(sandbox.clock.now() + LEASED_MS))).length > 0) {
      if (performance.now() > deadline) return;
      await new Promise((passed) => setTimeout(passed, 10 * LOOK_EVERY_MS));
    }
  });
}

async function until<T>(what: string, look: () => T | undefined): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${PATIENCE_MS / 1000} s`);
    await new Promise((passed) => setTimeout(passed, LOOK_EVERY_MS));
  }
}

function storedReport(sandbox: Sandbox, id: string): Promise<Report> {
  return withStore(sandbox, async (store) => {
    const row = await store.read(id);
    const kept = row === null ? null : await store.report(id, row.revision);
    if (kept === null || !isReport(kept)) throw new Error(`no report of ${id} is stored`);
    return kept;
  });
}

async function withStore<T>(
  { config, surroundings, dynamodbUrl }: Sandbox,
  use: (store: DynamoDbStore) => Promise<T>,
): Promise<T> {
  const client = new DynamoDBClient({ ...surroundings.aws, endpoint: dynamodbUrl });
  try {
    return await use(new DynamoDbStore(client, config.store.table));
  } finally {
    client.destroy();
  }
}
